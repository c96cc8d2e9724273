-- Sends requests as one reader after another and prints one line of JSON at the end. BENCH_READERS names a file with a line
-- for each reader: the Cookie header, and after a tab, for a POST, a form whose SUBMISSION is another token each time.
-- Each request has a connection of its own, as behind our proxy: connections kept open stay with one of the two workers,
-- now four and four, now eight and none, and figures of the same page differed threefold.
local readers, turn = {}, 0
local letters = "abcdefghijklmnopqrstuvwxyz234567"
math.randomseed(os.time())

for line in io.lines(os.getenv("BENCH_READERS")) do
  local cookie, form = line:match("^([^\t]*)\t?(.*)$")
  readers[#readers + 1] = { cookie = cookie, form = form }
end

local function token()
  local drawn = {}
  for place = 1, 32 do
    local at = math.random(#letters)
    drawn[place] = letters:sub(at, at)
  end
  return table.concat(drawn)
end

function request()
  turn = turn % #readers + 1
  local reader = readers[turn]
  local headers = { ["Cookie"] = reader.cookie, ["Connection"] = "close" }
  if reader.form == "" then return wrk.format("GET", nil, headers) end
  headers["Content-Type"] = "application/x-www-form-urlencoded"
  return wrk.format("POST", nil, headers, (reader.form:gsub("SUBMISSION", token())))
end

function done(summary, latency)
  local errors = summary.errors.status + summary.errors.timeout + summary.errors.read + summary.errors.connect
  io.write(string.format('RESULT {"requests":%d,"seconds":%.6f,"p50":%d,"p99":%d,"errors":%d}\n',
    summary.requests, summary.duration / 1e6, latency:percentile(50), latency:percentile(99), errors))
end
