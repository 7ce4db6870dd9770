#include "http/url_clock.h"

#include <fmt/core.h>
#include <simdjson.h>

#include "base/error.h"
#include "base/json_reader.h"

namespace segue::http {

base::Instant UrlClock::asked(const Request& request) const {
  const auto answer = client_.send(request);
  simdjson::dom::parser parser;
  const bool is_good = answer && answer->status == 200;
  const auto ms = is_good ? base::integer_if(parser.parse(answer->body)["now_ms"]) : std::nullopt;
  if (!ms) throw base::Error(base::Fault::upstream, "SEGUE_CLOCK_URL gives no time");
  return base::from_ms(*ms);
}

base::Instant UrlClock::now() const {
  Request request;
  request.url = url_;
  return asked(request);
}

void UrlClock::wait_until(base::Instant until) const {
  if (now() >= until) return;
  Request request;
  request.method = "POST";
  request.url = fmt::format("{}?until_ms={}", url_, base::to_ms(until));
  if (asked(request) < until)
    throw base::Error(base::Fault::upstream,
                      "the clock of SEGUE_CLOCK_URL did not move to the time that segue asked for");
}

}  // namespace segue::http
