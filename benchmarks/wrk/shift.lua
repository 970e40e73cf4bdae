-- A shift's form as a browser sends it: each time somebody else, from another network.
local n = 0
local id = os.getenv("LOAD_ID") or "0"
local role = io.lines(os.getenv("LOAD_FILE"))()
local headers = {
  ["Content-Type"] = "application/x-www-form-urlencoded",
  ["X-Forwarded-Proto"] = "https",
  ["Sec-Fetch-Site"] = "same-origin",
}

function request()
  n = n + 1
  headers["X-Forwarded-For"] = "10." .. n % 250 .. "." .. math.floor(n / 250) % 250 .. ".6"
  local body = "name=Ada+Beispiel&age_group=18&requirement=" .. role .. "&email=ada." .. id ..
    "." .. n .. "%40example.org&source="
  return wrk.format("POST", nil, headers, body)
end
