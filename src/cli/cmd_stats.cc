#include <fmt/core.h>

#include <algorithm>

#include "base/json.h"
#include "cli/context.h"
#include "cli/output.h"
#include "pipeline/stats.h"

namespace segue::cli {
namespace {

using pipeline::Statistics;
using warehouse::Ranked;

struct Flags {
  std::optional<int> year;
  int top = 10;
};

std::string ranked_json(const std::vector<Ranked>& rows) {
  base::JsonArray array;
  for (const Ranked& row : rows) {
    base::JsonObject one;
    one.text("name", row.name);
    if (!row.artist.empty()) one.text("artist", row.artist);
    array.raw(one.number("plays", row.plays).number("ms_played", row.ms_played).str());
  }
  return array.str();
}

std::string to_json(const Statistics& s) {
  base::JsonArray hours;
  for (const auto plays : s.hours) hours.raw(std::to_string(plays));
  base::JsonObject json;
  json.text("user", s.user);
  s.year ? json.number("year", *s.year) : json.null("year");
  json.flag("proven", s.totals.plays > 0 ? s.proven : s.whole)
      .number("plays", s.totals.plays)
      .number("ms_played", s.totals.ms_played)
      .number("days", s.totals.days);
  json.number("recordings", s.totals.recordings).number("artists", s.totals.artists);
  json.raw("top_songs", ranked_json(s.songs)).raw("top_artists", ranked_json(s.artists));
  return json.raw("top_albums", ranked_json(s.albums)).raw("plays_by_hour", hours.str()).str() + "\n";
}

std::string ranked_text(const char* title, const std::vector<Ranked>& rows) {
  Table table({{"", 3, true}, {title, 53}, {"plays", 8, true}, {"time", 9, true}});
  int rank = 0;
  for (const Ranked& row : rows)
    table.row({std::to_string(++rank), row.artist.empty() ? row.name : row.artist + " - " + row.name,
               with_commas(row.plays), row.ms_played > 0 ? as_hours(row.ms_played) : "-"});
  return "\n" + table.str();
}

// Returns two lines of twelve hours, with a bar in eighths for each hour.
std::string hours_text(const std::vector<std::int64_t>& hours) {
  static constexpr const char* kBars[] = {" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
  const std::int64_t most = std::max<std::int64_t>(1, *std::max_element(hours.begin(), hours.end()));
  std::string bars, labels;
  for (std::size_t h = 0; h < hours.size(); ++h) {
    const std::string bar = kBars[(hours[h] * 8 + most - 1) / most];
    bars += bar + bar + " ";
    labels += fmt::format("{:02} ", h);
  }
  return "\nhours of the day\n" + bars + "\n" + labels + "\n";
}

// Says that nothing was heard, or that nothing is known: only a year that is proven whole shows that nothing was heard.
std::string nothing_text(const Statistics& s) {
  if (!s.year) return fmt::format("{} has no plays.\n", s.user);
  if (s.whole) return fmt::format("{} has no plays in {}.\n", s.user, *s.year);
  return fmt::format(
      "segue knows no plays of {0} in {1}, but that year is not proven whole: there may be some.\n"
      "`segue status --days` shows what is proven; import an export that holds {1}.\n",
      s.user, *s.year);
}

std::string to_text(const Statistics& s) {
  const std::string when = s.year ? fmt::format(" in {}", *s.year) : "";
  if (s.totals.plays == 0) return nothing_text(s);
  std::string text = fmt::format("{}{}: {}{} plays, {} of listening,\n{} songs by {} artists on {} days ({} to {})\n",
                                 s.user, when, s.proven ? "" : "at least ", with_commas(s.totals.plays),
                                 s.totals.ms_played > 0 ? as_hours(s.totals.ms_played) : "unknown hours",
                                 with_commas(s.totals.recordings), with_commas(s.totals.artists),
                                 with_commas(s.totals.days), s.totals.first, s.totals.last);
  text += ranked_text("songs", s.songs) + ranked_text("artists", s.artists);
  if (!s.albums.empty()) text += ranked_text("albums", s.albums);
  return text + hours_text(s.hours);
}

}  // namespace

void add_stats(CLI::App& app, Context& context) {
  auto flags = std::make_shared<Flags>();
  auto* command = app.add_subcommand("stats", "show top songs, artists, albums, and hours");
  command->add_option("--year", flags->year, "count only this year (local days)")->check(CLI::Range(1970, 9999));
  command->add_option("--top", flags->top, "number of rows in each list (default 10)")->check(CLI::Range(1, 1000));
  command->callback([&context, flags] {
    const Statistics statistics = pipeline::statistics(context.home(), flags->year, flags->top);
    print(context.json ? to_json(statistics) : to_text(statistics));
  });
}

}  // namespace segue::cli
