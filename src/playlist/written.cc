#include "playlist/written.h"

#include <simdjson.h>

#include <algorithm>

#include "base/error.h"
#include "base/json.h"
#include "base/json_reader.h"
#include "base/log.h"
#include "lake/keep.h"
#include "lake/object_key.h"

namespace segue::playlist {
namespace {

using lake::ObjectKind;
using simdjson::dom::element;

std::string texts_json(const std::vector<std::string>& texts) {
  base::JsonArray array;
  for (const auto& text : texts) array.text(text);
  return array.str();
}

std::string keys_json(const std::vector<music::RecordingKey>& keys) {
  base::JsonArray array;
  for (const auto& key : keys) array.text(key.value);
  return array.str();
}

Written read(const std::string& bytes) {
  const auto [envelope, body] = lake::unwrap(bytes);
  simdjson::dom::parser parser;
  element root;
  if (parser.parse(body).get(root) != simdjson::SUCCESS || base::text_view_if(root["playlist"]).empty())
    throw base::Error(base::Fault::input, "it is not a record of a list that segue wrote");
  Written written{.at = envelope.our_clock,
                  .playlist = base::text_if(root["playlist"]),
                  .name = base::text_if(root["name"]),
                  .uris = base::texts_if(root["uris"]),
                  .recording_keys = {},
                  .shown_uris = base::texts_if(root["shown_uris"]),
                  .shown_name = base::text_if(root["shown_name"]),
                  .is_public = base::flag_if(root["public"]),
                  .refused = base::texts_if(root["refused"])};
  for (auto& key : base::texts_if(root["recordings"])) written.recording_keys.emplace_back(std::move(key));
  return written;
}

// Returns Monday 00:00 UTC of the instant's week. 1970-01-05 was a Monday.
base::Instant monday_of(base::Instant at) {
  constexpr std::chrono::days kFirstMonday{4};
  const auto days = std::chrono::floor<std::chrono::days>(at).time_since_epoch() - kFirstMonday;
  return base::Instant{kFirstMonday + std::chrono::floor<std::chrono::weeks>(days)};
}

}  // namespace

void remember(lake::Lake& lake, const std::string& user, const Written& written) {
  base::JsonObject json;
  json.text("playlist", written.playlist).text("name", written.name);
  json.raw("uris", texts_json(written.uris)).raw("recordings", keys_json(written.recording_keys));
  json.raw("shown_uris", texts_json(written.shown_uris)).text("shown_name", written.shown_name);
  written.is_public ? json.flag("public", *written.is_public) : json.null("public");
  json.raw("refused", texts_json(written.refused));
  lake::keep_decision(lake, user, {ObjectKind::playlist_written, "playlist written", json.str(), written.at});
}

std::vector<Written> remembered(const lake::Lake& lake, const std::string& user) {
  std::vector<Written> lists;
  for (const auto& object : lake.list(lake::prefix_of(user, ObjectKind::playlist_written))) {
    try {
      lists.push_back(read(lake.get(object.key)));
    } catch (const base::Error& error) {
      if (error.fault() != base::Fault::input) throw;
      spdlog::warn("{} is skipped: {}", object.key, error.what());
    }
  }
  std::stable_sort(lists.begin(), lists.end(), [](const Written& a, const Written& b) { return a.at < b.at; });
  return lists;
}

std::unordered_set<music::RecordingKey> cooled(const std::vector<Written>& lists, base::Instant now) {
  const base::Instant monday = monday_of(now);
  std::unordered_set<music::RecordingKey> keys;
  for (const Written& list : lists)
    if (list.at < monday && list.at >= monday - std::chrono::weeks{8})
      keys.insert(list.recording_keys.begin(), list.recording_keys.end());
  return keys;
}

}  // namespace segue::playlist
