-- Sends the cookie, and for a POST a form whose submission differs each time; prints one line of JSON at the end.
local cookie, form = os.getenv("BENCH_COOKIE") or "", os.getenv("BENCH_FORM") or ""
local count, bad = 0, 0
math.randomseed(os.time())
local run = math.random(1000000000)

if cookie ~= "" then wrk.headers["Cookie"] = cookie end

function request()
  if form == "" then return wrk.format("GET") end
  count = count + 1
  wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"
  local body = form:gsub("SUBMISSION", string.format("bench%dx%d", run, count))
  return wrk.format("POST", nil, nil, body)
end

function done(summary, latency)
  local errors = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  io.write(string.format('RESULT {"requests":%d,"seconds":%.6f,"p50":%d,"p99":%d,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), errors))
end
