#include "base/time.h"

#include <fmt/core.h>

#include <array>
#include <charconv>

namespace segue::base {
namespace {

using std::chrono::day;
using std::chrono::month;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr std::array<std::string_view, 7> kDays{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
constexpr std::array<std::string_view, 12> kMonths{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                   "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

// Reads exactly `width` digits at `at`; returns -1 if they are not there.
int digits(std::string_view text, std::size_t at, std::size_t width) {
  if (at + width > text.size()) return -1;
  int value = 0;
  for (std::size_t i = at; i < at + width; ++i) {
    if (text[i] < '0' || text[i] > '9') return -1;
    value = value * 10 + (text[i] - '0');
  }
  return value;
}

std::optional<Instant> compose(int y, int mo, int d, int h, int mi, int s, int ms) {
  const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
  if (y < 1970 || y > 9999 || mo < 1 || d < 1 || !date.ok()) return std::nullopt;
  // A leap second (:60) is a time, too: the sum makes it the first second of the next minute.
  if (h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60 || ms < 0) return std::nullopt;
  return Instant{std::chrono::sys_days{date}} + std::chrono::hours{h} + std::chrono::minutes{mi} +
         std::chrono::seconds{s} + Millis{ms};
}

struct Parts {
  year_month_day date;
  std::chrono::hh_mm_ss<Millis> time;
  unsigned weekday;
};

Parts split(Instant t) {
  const auto days = std::chrono::floor<std::chrono::days>(t);
  return {year_month_day{days}, std::chrono::hh_mm_ss<Millis>{t - days}, std::chrono::weekday{days}.c_encoding()};
}

bool cut_end(std::string_view& text, std::string_view end) {
  if (!text.ends_with(end)) return false;
  text.remove_suffix(end.size());
  return true;
}

// Reads the zone after a clock time: "", Z, UTC, GMT or an offset; returns minutes east of UTC, nullopt for any other
// text.
std::optional<std::chrono::minutes> zone_in(std::string_view text) {
  // "[Europe/Berlin]" after an offset adds nothing; without an offset the time cannot be read.
  if (const bool is_utc = text.ends_with("[UTC]"); text.ends_with(']')) {
    text = text.substr(0, text.rfind('['));
    if (text.empty() && !is_utc) return std::nullopt;
  }
  while (text.starts_with(' ')) text.remove_prefix(1);
  for (const std::string_view utc : {"", "Z", "z", "UTC", "GMT"})
    if (text == utc) return std::chrono::minutes{0};
  const int sign = text[0] == '+' ? 1 : text[0] == '-' ? -1 : 0;
  const std::size_t minutes_at = text.size() == 6 && text[3] == ':' ? 4 : 3;
  const int hours = digits(text, 1, 2);
  const int minutes = text.size() == 3 ? 0 : text.size() == minutes_at + 2 ? digits(text, minutes_at, 2) : -1;
  if (sign == 0 || hours < 0 || hours > 18 || minutes < 0 || minutes > 59) return std::nullopt;
  return sign * (std::chrono::hours{hours} + std::chrono::minutes{minutes});
}

}  // namespace

std::optional<Instant> parse_iso8601(std::string_view text) {
  if (!text.empty() && text.back() == 'Z') text.remove_suffix(1);
  if (text.size() < 19 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != ' ') || text[13] != ':' ||
      text[16] != ':')
    return std::nullopt;
  int ms = 0;
  if (text.size() > 19) {
    if (text[19] != '.' || text.size() < 21 || text.size() > 29) return std::nullopt;
    int scale = 100;
    for (std::size_t i = 20; i < text.size(); ++i, scale /= 10) {
      const int digit = digits(text, i, 1);
      if (digit < 0) return std::nullopt;
      ms += digit * scale;
    }
  }
  return compose(digits(text, 0, 4), digits(text, 5, 2), digits(text, 8, 2), digits(text, 11, 2), digits(text, 14, 2),
                 digits(text, 17, 2), ms);
}

WrittenTime read_written_time(std::string_view text) {
  constexpr std::size_t kLongest = 72;
  WrittenTime written;
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (cut_end(text, " ")) {
  }
  const auto is_at = [&](std::size_t at, std::string_view any) {
    return text.size() > at && any.find(text[at]) != std::string_view::npos;
  };
  if (text.size() > kLongest || !is_at(4, "-") || !is_at(7, "-") || !is_at(10, "Tt ") || !is_at(13, ":"))
    return written;
  written.has_seconds = is_at(16, ":");
  std::size_t end = written.has_seconds ? 19 : 16;
  if (text.size() < end) return written;
  int ms = 0;
  if (written.has_seconds && is_at(end, ".,")) {
    const std::size_t first = ++end;
    for (int scale = 100; digits(text, end, 1) >= 0; ++end, scale /= 10) ms += digits(text, end, 1) * scale;
    // A point or comma needs a digit after it.
    if (end == first) return written;
  }
  const auto zone = zone_in(text.substr(end));
  const int y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2), h = digits(text, 11, 2),
            mi = digits(text, 14, 2), s = written.has_seconds ? digits(text, 17, 2) : 0;
  if (!zone || y < 0 || mo < 0 || d < 0 || h < 0 || mi < 0 || s < 0) return written;
  written.verdict = WrittenTime::Verdict::other_years;
  if (y < 1970) return written;
  const auto local = compose(y, mo, d, h, mi, s, ms);
  if (!local) {
    written.verdict = WrittenTime::Verdict::no_such_time;
    return written;
  }
  written.at = *local - *zone;
  constexpr std::int64_t kEndOf9999 = 253'402'300'800'000;
  if (to_ms(written.at) >= 0 && to_ms(written.at) < kEndOf9999) written.verdict = WrittenTime::Verdict::instant;
  return written;
}

std::string to_iso8601(Instant t) {
  const Parts p = split(t);
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z", static_cast<int>(p.date.year()),
                     static_cast<unsigned>(p.date.month()), static_cast<unsigned>(p.date.day()), p.time.hours().count(),
                     p.time.minutes().count(), p.time.seconds().count(), p.time.subseconds().count());
}

std::string to_minute(Instant t) {
  std::string text = to_iso8601(t).substr(0, 16);
  text[10] = ' ';
  return text;
}

std::string to_iso_date(Instant t) {
  return to_iso8601(t).substr(0, 10);
}

std::optional<Instant> parse_http_date(std::string_view text) {
  if (text.size() != 29 || text.substr(25) != " GMT") return std::nullopt;
  int mo = 0;
  for (std::size_t i = 0; i < kMonths.size(); ++i)
    if (text.substr(8, 3) == kMonths[i]) mo = static_cast<int>(i) + 1;
  return compose(digits(text, 12, 4), mo, digits(text, 5, 2), digits(text, 17, 2), digits(text, 20, 2),
                 digits(text, 23, 2), 0);
}

std::string to_http_date(Instant t) {
  const Parts p = split(t);
  return fmt::format("{}, {:02} {} {:04} {:02}:{:02}:{:02} GMT", kDays[p.weekday], static_cast<unsigned>(p.date.day()),
                     kMonths[static_cast<unsigned>(p.date.month()) - 1], static_cast<int>(p.date.year()),
                     p.time.hours().count(), p.time.minutes().count(), p.time.seconds().count());
}

}  // namespace segue::base
