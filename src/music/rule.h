// A decision of a listener about a history: merge or split recordings or artists, or leave something out of statistics
// or recommendations. A rule names keys, never a play; a `name` is for people only.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>

#include "music/recording.h"

namespace segue::music {

enum class RuleKind { merge, split, exclude };
// The kind of thing that a rule is about. Merges and splits are about tracks (their recordings) or artists.
enum class RuleItem { artist, track, playlist, window };

struct RuleSubject {
  std::string key;   // recording_key, artist_key or playlist_key; "" for windows
  TrackKey track;    // set if one track was named; always set for splits of tracks
  std::string name;  // "Artist - Title", an artist, a playlist

  bool operator==(const RuleSubject&) const = default;
};

struct Rule {
  std::string id;  // 8 hex digits
  RuleKind kind = RuleKind::exclude;
  RuleItem item = RuleItem::track;
  RuleSubject subject;  // the thing that is merged, split off or left out
  RuleSubject target;   // for merges: the thing that the subject becomes
  // For windows: local days [from, to); at least one of the two is set.
  std::optional<std::chrono::sys_days> from, to;
  bool statistics = true, recommendations = true;  // where an exclusion applies: at least one is true
  std::string why;

  bool is_window() const { return kind == RuleKind::exclude && item == RuleItem::window; }
  // Compares everything but id and reason.
  bool is_same_as(const Rule& other) const {
    return kind == other.kind && item == other.item && subject.key == other.subject.key &&
           subject.track == other.subject.track && target.key == other.target.key &&
           target.track == other.target.track && from == other.from && to == other.to &&
           statistics == other.statistics && recommendations == other.recommendations;
  }
};

// Takes back an earlier rule of the same listener.
struct RuleUndone {
  std::string id;
  std::string why;
};

using RuleDecision = std::variant<Rule, RuleUndone>;

}  // namespace segue::music
