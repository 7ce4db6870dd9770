#include "simulator/export_zip.h"

#include <archive.h>
#include <archive_entry.h>
#include <fmt/core.h>

#include <algorithm>
#include <memory>

#include "base/error.h"
#include "simulator/shapes.h"

namespace segue::simulator {
namespace {

constexpr std::size_t rows_per_file = 6'000;

// Ids of episodes of a podcast that does not exist.
std::string episode_id(std::size_t number) {
  return Rng::of(7, "episode", number).base62(22);
}

la_ssize_t append(archive*, void* into, const void* bytes, size_t size) {
  static_cast<std::string*>(into)->append(static_cast<const char*>(bytes), size);
  return static_cast<la_ssize_t>(size);
}

struct FreeWriter {
  void operator()(archive* writer) const { archive_write_free(writer); }
};
struct FreeEntry {
  void operator()(archive_entry* entry) const { archive_entry_free(entry); }
};

void require(bool fine, const char* what) {
  if (!fine) throw base::Error(base::Fault::internal, std::string("zip: ") + what);
}

// Returns when Spotify logged the play.
base::Instant logged(const Play& play) {
  return play.offline ? play.listed : play.end;
}

std::string file_name(const std::vector<Json>& rows, std::size_t begin, std::size_t end, std::size_t number) {
  auto year = [](const Json& row) { return row["ts"].get<std::string>().substr(0, 4); };
  auto first = year(rows[begin]);
  auto last = year(rows[end - 1]);
  return fmt::format("Spotify Extended Streaming History/Streaming_History_Audio_{}{}_{}.json", first,
                     first == last ? "" : "-" + last, number);
}

std::string array_of(const std::vector<Json>& rows, std::size_t begin, std::size_t end) {
  std::string out = "[\n";
  for (auto i = begin; i < end; ++i) out += "  " + rows[i].dump() + (i + 1 < end ? ",\n" : "\n");
  return out + "]\n";
}

}  // namespace

Json export_row(World& world, std::size_t listener, const Play& play) {
  static constexpr std::string_view platforms[] = {"android", "ios", "windows", "web_player", "osx"};
  auto rng = Rng::of(static_cast<std::uint64_t>(base::to_ms(play.start)), "device", listener);
  Json row;
  row["ts"] = seconds_text(play.offline ? play.listed : play.dated);
  row["platform"] = play.offline ? "android" : rng.pick(platforms);
  row["ms_played"] = play.ms_played;
  row["conn_country"] = play.offline ? "ZZ" : "DE";
  row["ip_addr"] = "203.0.113.7";
  bool music = play.item == Item::track;
  bool podcast = play.item == Item::podcast;
  for (const char* name :
       {"master_metadata_track_name", "master_metadata_album_artist_name", "master_metadata_album_album_name",
        "spotify_track_uri", "episode_name", "episode_show_name", "spotify_episode_uri", "audiobook_title",
        "audiobook_uri", "audiobook_chapter_uri", "audiobook_chapter_title"}) {
    row[name] = nullptr;
  }
  if (music) {
    const auto& track = world.catalogue.tracks()[play.index];
    row["master_metadata_track_name"] = track.name;
    row["master_metadata_album_artist_name"] = world.catalogue.artists()[track.artist].name;
    row["master_metadata_album_album_name"] = world.catalogue.albums()[track.album].name;
    row["spotify_track_uri"] = track_uri(track);
  }
  if (podcast) {
    row["episode_name"] = fmt::format("Episode {}", play.index + 1);
    row["episode_show_name"] = "The Long Afternoon";
    row["spotify_episode_uri"] = "spotify:episode:" + episode_id(play.index);
  }
  row["reason_start"] = play.reason_start;
  row["reason_end"] = play.reason_end;
  row["shuffle"] = play.shuffle;
  row["skipped"] = play.skipped;
  row["offline"] = play.offline;
  row["offline_timestamp"] = base::to_ms(play.start + (play.dated - play.end)) / 1000;  // the device's clock
  row["incognito_mode"] = play.incognito;
  return row;
}

std::string zipped(const std::vector<ZipMember>& members, base::Instant modified) {
  std::string out;
  std::unique_ptr<archive, FreeWriter> writer(archive_write_new());
  require(writer && archive_write_set_format_zip(writer.get()) == ARCHIVE_OK, "no writer");
  archive_write_set_bytes_in_last_block(writer.get(), 1);
  require(archive_write_open(writer.get(), &out, nullptr, &append, nullptr) == ARCHIVE_OK, "open");
  for (const auto& member : members) {
    std::unique_ptr<archive_entry, FreeEntry> entry(archive_entry_new());
    archive_entry_set_pathname(entry.get(), member.name.c_str());
    archive_entry_set_filetype(entry.get(), AE_IFREG);
    archive_entry_set_perm(entry.get(), 0644);
    archive_entry_set_mtime(entry.get(), base::to_ms(modified) / 1000, 0);
    archive_entry_set_size(entry.get(), static_cast<la_int64_t>(member.bytes.size()));
    require(archive_write_header(writer.get(), entry.get()) == ARCHIVE_OK, "member");
    auto written = archive_write_data(writer.get(), member.bytes.data(), member.bytes.size());
    require(written == static_cast<la_ssize_t>(member.bytes.size()), "bytes");
  }
  require(archive_write_close(writer.get()) == ARCHIVE_OK, "close");
  return out;
}

std::string export_zip(World& world, std::size_t listener, int days) {
  auto now = world.clock.now();
  auto until = now - export_lag;
  std::vector<Json> rows;
  for (const auto& play : world.plays(listener, until)) {
    if (logged(play) <= until && logged(play) > now - std::chrono::days(days)) {
      rows.push_back(export_row(world, listener, play));
    }
  }
  std::stable_sort(rows.begin(), rows.end(), [](const Json& a, const Json& b) {
    return a["ts"].get_ref<const std::string&>() < b["ts"].get_ref<const std::string&>();
  });
  std::vector<ZipMember> members{
      {"Spotify Extended Streaming History/ReadMeFirst_ExtendedStreamingHistory.pdf", "%PDF-1.4\n%%EOF\n"}};
  for (std::size_t begin = 0; begin < rows.size(); begin += rows_per_file) {
    auto end = std::min(begin + rows_per_file, rows.size());
    members.push_back({file_name(rows, begin, end, members.size() - 1), array_of(rows, begin, end)});
  }
  return zipped(members, now);
}

}  // namespace segue::simulator
