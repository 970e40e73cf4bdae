-- The bare form: three fields, each time somebody else.
local n = 0
local id = os.getenv("LOAD_ID") or "0"

function request()
  n = n + 1
  local body = "name=Ada+Beispiel&email=ada." .. id .. "." .. n .. "%40example.org&postcode=44137"
  return wrk.format("POST", nil, { ["Content-Type"] = "application/x-www-form-urlencoded" }, body)
end
