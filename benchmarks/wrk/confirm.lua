-- One confirmation after the other, by the secrets of a file, from ever another network.
local paths = {}
local n = 0
for line in io.lines(os.getenv("LOAD_FILE")) do
  paths[#paths + 1] = line
end
local headers = { ["X-Forwarded-Proto"] = "https", ["Sec-Fetch-Site"] = "same-origin",
  ["Content-Type"] = "application/x-www-form-urlencoded" }

function request()
  n = n + 1
  headers["X-Forwarded-For"] = "10." .. n % 250 .. "." .. math.floor(n / 250) % 250 .. ".8"
  return wrk.format("POST", paths[n] or "/used-up/", headers, "")
end
