#include "http/url_clock.h"

#include <simdjson.h>

#include "base/error.h"

namespace segue::http {

base::Instant UrlClock::now() const {
  Request request;
  request.url = url_;
  const auto answer = client_.send(request);
  std::int64_t ms = 0;
  simdjson::dom::parser parser;
  if (!answer || answer->status != 200 || parser.parse(answer->body)["now_ms"].get(ms) != simdjson::SUCCESS)
    throw base::Error(base::Fault::upstream, "SEGUE_CLOCK_URL gives no time");
  return base::from_ms(ms);
}

}  // namespace segue::http
