// How it works: Spotify's own files are looked for first, then those of services by path or content, documents and web
// pages, last archives and others by their first bytes. The order counts: Deezer's export is an .xlsx, which would be
// a document otherwise.
#include "capture/strange_files.h"

#include <fmt/core.h>

#include <algorithm>
#include <array>
#include <vector>

#include "base/text.h"
#include "formats/encoding.h"
#include "formats/formats.h"

namespace segue::capture {
namespace {

using Texts = std::vector<std::string_view>;

using base::lower;

bool holds(std::string_view text, std::string_view what) {
  return text.find(what) != std::string_view::npos;
}

bool holds_one(std::string_view text, const Texts& any) {
  return std::any_of(any.begin(), any.end(), [&](std::string_view what) { return holds(text, what); });
}

bool holds_all(std::string_view text, const Texts& all) {
  return !all.empty() && std::all_of(all.begin(), all.end(), [&](std::string_view what) { return holds(text, what); });
}

constexpr std::string_view kUnpack = "unpack it and import the folder";
constexpr std::string_view kNoHistory = "no listening history is in it";

// A kind of file, known by its bytes at offset `at`.
struct Magic {
  std::size_t at;
  std::string_view bytes;
  std::string_view what;
  bool unpacks;
};

constexpr std::array<Magic, 20> kMagic{{
    {0, std::string_view("7z\xBC\xAF\x27\x1C"), "a 7z archive", true},
    {0, "Rar!\x1A\x07", "a rar archive", true},
    {257, "ustar", "a tar archive", true},
    {0, "BZh", "packed by bzip2", true},
    {0, std::string_view("\xFD\x37zXZ\0", 6), "packed by xz", true},
    {0, "\x28\xB5\x2F\xFD", "packed by zstd", true},
    {0, "\x04\x22\x4D\x18", "packed by lz4", true},
    {0, "\x1F\x8B", "packed by gzip", true},
    {0, "\x1F\x9D", "packed by compress", true},
    {0, "LZIP", "packed by lzip", true},
    {0, "PK\x07\x08", "a part of a zip that was split", true},
    {0, "MSCF", "a cabinet archive", true},
    {0, "xar!", "a xar archive", true},
    {0x8001, "CD001", "a disk image (iso)", true},
    {0, std::string_view("SQLite format 3\0", 16), "an SQLite database", false},
    {0, "%PDF", "a PDF", false},
    {0, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "an old Excel or Word file", false},
    {0, "\x89PNG", "a picture", false},
    {0, "\xFF\xD8\xFF", "a picture", false},
    {0, "PK\x05\x06", "a zip without members", false},
}};

std::optional<std::string> by_magic(std::string_view head) {
  for (const Magic& magic : kMagic) {
    if (head.size() < magic.at || head.substr(magic.at, magic.bytes.size()) != magic.bytes) continue;
    if (magic.unpacks) return fmt::format("is {}: {}", magic.what, kUnpack);
    return fmt::format("is {}: {}", magic.what, kNoHistory);
  }
  return std::nullopt;
}

constexpr std::string_view kTable =
    "write a plays.tsv of it, with the columns `played_at`, `artist` and `title` (docs/formats/imports.md), and import "
    "that";
constexpr std::string_view kFromNowOn =
    "for plays from now on, multi-scrobbler sends them to ListenBrainz, Last.fm or Maloja, whose exports segue reads";

// A history of a service that segue does not read. It is known by its path (all of `words` and one of `endings`) or by
// its first bytes (all of `content`), both in lower case.
struct Strange {
  Texts words, endings, content;
  std::string_view what;  // "is …"
  std::string_view tool;  // a tool that brings it in, beside a table; "" = we found none
};

const std::vector<Strange>& strange_histories() {
  static const std::vector<Strange> all{
      {{"apple music", "play history"},
       {".csv"},
       {"date played", "track description"},
       "Apple Music's play history",
       "the program Apple-Music-Play-History-Converter reads it; or"},
      {{"apple music", "play activity"},
       {".csv"},
       {"event received timestamp", "play duration milliseconds"},
       "Apple Music's play activity",
       "the program Apple-Music-Play-History-Converter reads it; or"},
      {{"apple music"}, {".csv", ".json"}, {}, "a file of Apple Music", ""},
      {{"apple_music"}, {".csv", ".json", ".zip"}, {}, "a file of Apple Music", ""},
      {{"apple_media_services"}, {".csv", ".json", ".zip"}, {}, "a file of Apple Music", ""},
      {{"library", ".xml"},
       {"itunes library.xml", "itunes music library.xml"},
       {"<plist", "<key>play count</key>"},
       "the library of iTunes or Apple Music, which counts plays and does not say when each was",
       ""},
      {{"watch-history"},
       {".json", ".html"},
       {"titleurl", "youtube.com/watch"},
       "the watch history of YouTube",
       "the programs youtube-music-history-scrobbler and YTMtoMaloja read it;"},
      {{},
       {},
       {"<html", "youtube.com/watch"},
       "the watch history of YouTube as a page",
       "ask Google Takeout for JSON; the programs youtube-music-history-scrobbler and YTMtoMaloja read that;"},
      {{"deezer"},
       {".xlsx", ".csv", ".json", ".zip"},
       {},
       "Deezer's export",
       "save the sheet of its listening history as CSV and"},
      {{"tidal"},
       {".csv", ".json", ".zip"},
       {"artist_name", "track_title", "stream_duration_ms"},
       "Tidal's export",
       ""},
      {{"amazon", "music"}, {".csv", ".json", ".zip"}, {}, "Amazon Music's export", ""},
      {{"soundcloud"}, {".csv", ".json", ".zip"}, {"soundcloud.com/"}, "SoundCloud's export", ""},
      {{}, {}, {"<lfm", "<recenttracks"}, "Last.fm's answer as XML", "fetch it as CSV or JSON, which segue reads; or"},
      {{"pano", "scrobbl"},
       {".csv", ".json", ".jsonl"},
       {"timems", "mediaplayerpackage"},
       "Pano Scrobbler's export",
       ""},
  };
  return all;
}

bool is_of_a_service(const Strange& one, const std::string& path, const std::string& text) {
  const auto ends = [&](std::string_view ending) { return path.ends_with(ending); };
  const bool named = holds_all(path, one.words) && std::any_of(one.endings.begin(), one.endings.end(), ends);
  return named || holds_all(text, one.content);
}

std::optional<std::string> by_service(const std::string& path, const std::string& text) {
  for (const Strange& one : strange_histories())
    if (is_of_a_service(one, path, text))
      return fmt::format("is {}, which segue does not read: {}{}{}; {}", one.what, one.tool,
                         one.tool.empty() ? "" : " ", kTable, kFromNowOn);
  return std::nullopt;
}

std::optional<std::string> of_spotify(const std::string& path, const std::string& text) {
  if (holds(path, "technicallog") || holds(path, "technical log"))
    return "is a file of Spotify's technical log: ask Spotify for the extended streaming history";
  const std::string_view base = formats::base_name(path);
  if ((base.starts_with("wrapped") && base.ends_with(".json")) || holds_all(text, {"\"toptracks\"", "\"listening\""}))
    return "is Spotify's Wrapped, which sums a year up and names no play: ask Spotify for the extended streaming "
           "history";
  return std::nullopt;
}

// Returns the words in a part of a path, in lower case: "Spotify Kids Account Data_1" and "SpotifyKidsAccountData" give
// spotify, kids, account, data.
std::vector<std::string> words_of(std::string_view part) {
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return (c >= 'a' && c <= 'z') || (c & 0x80) != 0; };
  std::vector<std::string> words(1);
  char before = '\0';
  for (const char c : part) {
    const bool begins = (is_upper(c) && is_lower(before)) || (!is_upper(c) && !is_lower(c));
    if (begins && !words.back().empty()) words.emplace_back();
    if (is_upper(c) || is_lower(c)) words.back() += lower({&c, 1});
    before = c;
  }
  return words;
}

bool names_one(const std::vector<std::string>& words, const Texts& any) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return std::find(any.begin(), any.end(), word) != any.end(); });
}

}  // namespace

std::optional<std::string> what_it_is(std::string_view name, std::string_view head) {
  const std::string path = lower(name), text = lower(head.substr(0, 16384));
  if (auto said = of_spotify(path, text)) return said;
  if (auto said = by_service(path, text)) return said;
  if (is_document_zip(name, head)) return fmt::format("is a document or a program: {}", kNoHistory);
  const std::string_view start = base::trimmed(std::string_view(text).substr(0, 1024));
  if (start.starts_with("<!doctype html") || start.starts_with("<html"))
    return "is a web page, as a download gives after its login has ended: log in and download the file again";
  return by_magic(head);
}

std::optional<std::string> what_was_lost(std::string_view head) {
  head = formats::without_mark(head);
  if (base::trimmed(head).empty()) return "is empty";
  if (head.find_first_not_of('\0') == std::string_view::npos)
    return fmt::format("begins with {} zero bytes: the download or the disk was damaged; download it again",
                       head.size());
  return std::nullopt;
}

bool is_document_zip(std::string_view name, std::string_view head) {
  // A zip begins with the header of its first member, whose name is after 30 bytes.
  constexpr std::size_t kNameAt = 30;
  if (!head.starts_with("PK\x03\x04") || head.size() < kNameAt) return false;
  const std::string path = lower(name);
  for (const std::string_view ending : {".xlsx", ".docx", ".pptx", ".ods", ".odt", ".odp", ".epub", ".jar", ".apk",
                                        ".war", ".xpi", ".numbers", ".pages"})
    if (path.ends_with(ending)) return true;
  const std::string_view first = head.substr(kNameAt);
  return first.starts_with("[Content_Types].xml") || first.starts_with("mimetype") || first.starts_with("META-INF/") ||
         first.starts_with("AndroidManifest.xml");
}

bool sounds_like_history(std::string_view name, std::string_view head) {
  static const Texts kSounds{"streaming_history", "streaminghistory", "streaming history", "endsong",   "endvideo",
                             "my_spotify_data",   "spotify",          "listenbrainz",      "scrobbl",   "lastfm",
                             "last.fm",           "recenttracks",     "librefm",           "libre.fm",  "maloja",
                             "yourlibrary.json",  "listens/",         "plays.tsv",         "my spotify"};
  return holds_one(lower(name), kSounds) || holds_one(lower(head.substr(0, 16384)), kSounds);
}

bool is_a_childs_folder(std::string_view part) {
  const auto words = words_of(part);
  return names_one(words, {"kid", "kids", "child", "childs", "children", "childrens", "junior", "managed"}) &&
         names_one(words, {"spotify", "account", "accounts", "data", "history"});
}

bool is_below_a_childs_folder(std::string_view name) {
  for (std::size_t at = 0, end = name.find('/'); end != std::string_view::npos; at = end + 1, end = name.find('/', at))
    if (is_a_childs_folder(name.substr(at, end - at))) return true;
  return false;
}

}  // namespace segue::capture
