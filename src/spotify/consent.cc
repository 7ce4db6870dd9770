#include "spotify/consent.h"

#include <fmt/core.h>

namespace segue::spotify {

using std::chrono::days;

base::Instant consent_end(base::Instant authorised_at) {
  const auto day = std::chrono::floor<days>(authorised_at);
  auto later = std::chrono::year_month_day(day) + std::chrono::months{6};
  if (!later.ok()) later = later.year() / later.month() / std::chrono::last;
  return base::Instant(std::chrono::sys_days(later)) + (authorised_at - day);
}

std::optional<std::string> consent_warning(base::Instant authorised_at, base::Instant now) {
  const base::Instant end = consent_end(authorised_at);
  const std::string day = base::to_iso_date(end);
  const auto left = end - now;
  if (left > days{30}) return std::nullopt;
  if (left <= days{0})
    return fmt::format("Spotify's consent ended on {}, six months after it was given: run `segue login`", day);
  if (left <= days{1})
    return fmt::format("Spotify ends this consent within a day, at {}: run `segue login` now, or plays are lost",
                       base::to_iso8601(end));
  const auto whole = std::chrono::ceil<days>(left).count();
  if (left <= days{7})
    return fmt::format("Spotify ends this consent in {} days, on {}: run `segue login` this week", whole, day);
  return fmt::format("Spotify ends this consent in {} days, on {}: run `segue login` before", whole, day);
}

}  // namespace segue::spotify
