// Instants are UTC with millisecond precision, everywhere.
#pragma once
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace segue::base {

using Millis = std::chrono::milliseconds;
using Instant = std::chrono::sys_time<Millis>;

inline std::int64_t to_ms(Instant t) {
  return t.time_since_epoch().count();
}
inline Instant from_ms(std::int64_t ms) {
  return Instant{Millis{ms}};
}

// Reads "2026-01-02T03:04:05Z", with or without a fraction (cut to ms); a blank may replace the T, and the Z may be
// missing. Returns nullopt for any other text and for a year outside 1970…9999.
std::optional<Instant> parse_iso8601(std::string_view text);

// A time as other programs write it. Beside the forms above: a lower-case t or z, " UTC", an offset ("+02:00", "+0200",
// "-05"), a comma before the fraction, "[UTC]" at the end, a minute without seconds.
struct WrittenTime {
  enum class Verdict { instant, no_time, no_such_time, other_years };  // no_such_time: 30 February, 25 o'clock
  Verdict verdict = Verdict::no_time;
  Instant at;               // set for Verdict::instant only; a time without a zone is UTC
  bool has_seconds = true;  // if false, `at` is the start of the minute
};
WrittenTime read_written_time(std::string_view text);

// Always "2026-01-02T03:04:05.678Z".
std::string to_iso8601(Instant t);
// "2026-01-02 03:04", in UTC. For people; the message around it says that it is UTC.
std::string to_minute(Instant t);
// "YYYY-MM-DD" of the UTC day.
std::string to_iso_date(Instant t);

// RFC 9110 IMF-fixdate: "Tue, 24 Nov 2026 16:00:00 GMT".
std::optional<Instant> parse_http_date(std::string_view text);
std::string to_http_date(Instant t);

}  // namespace segue::base
