// Reads the plain TSV of lists, into which other data can be turned: a header names the columns, in any order.
#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <map>
#include <vector>

#include "base/text.h"
#include "formats/encoding.h"
#include "formats/json_fields.h"
#include "formats/lines.h"
#include "formats/readers.h"
#include "music/names.h"

namespace segue::formats {
namespace {

constexpr std::array<std::string_view, 10> kColumns{"list",  "position",   "time", "artist",         "title",
                                                    "album", "spotify_id", "isrc", "recording_mbid", "duration_ms"};

using Columns = std::map<std::string_view, std::size_t>;

// Fills `columns`. Returns why the header cannot be used, "" if it can.
std::string read_header(std::string_view line, Columns& columns) {
  std::vector<std::string_view> names;
  base::split(line, '\t', names);
  for (std::size_t i = 0; i < names.size(); ++i)
    if (std::find(kColumns.begin(), kColumns.end(), names[i]) != kColumns.end()) columns[names[i]] = i;
  if (!columns.contains("list")) return "the header names no column `list`";
  const bool by_name = columns.contains("artist") && columns.contains("title");
  if (!by_name && !columns.contains("spotify_id") && !columns.contains("isrc") && !columns.contains("recording_mbid"))
    return "the header names neither `artist` and `title` nor `spotify_id`, `isrc` or `recording_mbid`";
  return "";
}

std::optional<base::Instant> time_of(std::string_view text) {
  if (const auto seconds = base::number_in(text))
    return *seconds > 0 && *seconds < kEndOf9999Ms / 1000 ? std::optional(base::from_ms(*seconds * 1000))
                                                          : std::nullopt;
  const base::WrittenTime written = base::read_written_time(text);
  return written.verdict == base::WrittenTime::Verdict::instant ? std::optional(written.at) : std::nullopt;
}

// Hands one line to the sink, or returns its reject.
std::optional<Reject> read_row(std::int64_t ordinal, const std::vector<std::string_view>& fields,
                               const Columns& columns, Sink& sink) {
  const auto at = [&](std::string_view name) {
    const auto column = columns.find(name);
    return column == columns.end() || column->second >= fields.size() ? std::string_view{} : fields[column->second];
  };
  const auto wrong = [&](std::string_view field, std::string reason) {
    return Reject{ordinal, std::string(field), std::move(reason)};
  };
  ListRow row;
  row.list = at("list");
  row.track.ordinal = ordinal;
  row.track.artist = at("artist");
  row.track.title = at("title");
  row.track.album = at("album");
  row.track.isrc = at("isrc");
  row.track.recording_mbid = at("recording_mbid");
  if (row.list.empty()) return wrong("list", "it is empty");
  std::string id;
  if (const auto text = at("spotify_id"); !text.empty()) {
    const auto found = music::spotify_track_id(text);
    if (!found) return wrong("spotify_id", fmt::format("\"{}\" is not a track of Spotify", text.substr(0, 60)));
    row.track.spotify_id = id = *found;
  }
  row.position = base::number_in(at("position"));
  if (const auto text = at("position"); !text.empty() && !row.position)
    return wrong("position", fmt::format("\"{}\" is not a whole number", text.substr(0, 40)));
  row.time = time_of(at("time"));
  if (const auto text = at("time"); !text.empty() && !row.time)
    return wrong("time",
                 fmt::format("\"{}\" is neither ISO 8601 nor Unix seconds, from 1970 to 9999", text.substr(0, 40)));
  row.track.duration_ms = base::number_in(at("duration_ms"));
  if (const auto text = at("duration_ms"); !text.empty() && !row.track.duration_ms)
    return wrong("duration_ms", fmt::format("\"{}\" is not a whole number", text.substr(0, 40)));
  row.track.duration_ms = sane_length(row.track.duration_ms);
  const bool by_name = !row.track.artist.empty() && !row.track.title.empty();
  if (!by_name && id.empty() && row.track.isrc.empty() && row.track.recording_mbid.empty())
    return wrong("title", "the row has neither artist and title nor an id");
  sink.list_item(row);
  return std::nullopt;
}

class TsvLines final : public LineReader {
 private:
  std::optional<Refusal> read(std::int64_t ordinal, std::string_view line, Sink& sink) override {
    if (std::string fault = encoding_fault(line); !fault.empty())
      return Refusal{ordinal == 0 ? fault : fmt::format("line {}: {}", ordinal + 1, fault)};
    if (header_.empty()) {
      header_ = without_mark(line);
      std::string why = read_header(header_, columns_);
      return why.empty() ? std::nullopt : std::optional(Refusal{std::move(why)});
    }
    if (line.empty()) return std::nullopt;
    base::split(line, '\t', fields_);
    const std::int64_t row = counts_.rows++;
    if (auto fault = read_row(row, fields_, columns_, sink))
      reject(row, std::move(fault->field), std::move(fault->reason), sink);
    return std::nullopt;
  }
  std::string header_;  // `columns_` has views of it
  Columns columns_;
  std::vector<std::string_view> fields_;
};

}  // namespace

std::unique_ptr<LineReader> tsv_lines() {
  return std::make_unique<TsvLines>();
}

Outcome read_plain_tsv(std::string_view bytes, Sink& sink) {
  TsvLines reader;
  return read_by_lines(reader, bytes, sink);
}

}  // namespace segue::formats
