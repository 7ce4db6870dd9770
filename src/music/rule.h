// What a person decides about a history: merges and splits of recordings and artists, and what statistics or
// recommendations leave out. A rule names keys and never a play; `name`s are for people.
#pragma once
#include <chrono>
#include <optional>
#include <string>
#include <variant>

namespace segue::music {

enum class RuleKind { merge, split, exclude };
// What a rule is about. Merges and splits are about tracks (their recordings) or artists.
enum class RuleItem { artist, track, playlist, window };

struct RuleSubject {
  std::string key;    // recording_key, artist_key or playlist_key; "" of windows
  std::string track;  // track_key, where one track was named; of splits of tracks always
  std::string name;   // "Artist - Title", an artist, a playlist

  bool operator==(const RuleSubject&) const = default;
};

struct Rule {
  std::string id;  // 8 hex digits
  RuleKind kind = RuleKind::exclude;
  RuleItem item = RuleItem::track;
  RuleSubject subject;  // what is merged, split off or left out
  RuleSubject target;   // of merges: what the subject becomes
  // Of windows: local days [from, to); at least one of them is given.
  std::optional<std::chrono::sys_days> from, to;
  bool statistics = true, recommendations = true;  // where an exclusion holds: at least one
  std::string why;

  bool is_window() const { return kind == RuleKind::exclude && item == RuleItem::window; }
  // Says the same, whatever its id and reason.
  bool is_same_as(const Rule& other) const {
    return kind == other.kind && item == other.item && subject.key == other.subject.key &&
           subject.track == other.subject.track && target.key == other.target.key &&
           target.track == other.target.track && from == other.from && to == other.to &&
           statistics == other.statistics && recommendations == other.recommendations;
  }
};

// Takes a rule of the same listener back.
struct RuleUndone {
  std::string id;
  std::string why;
};

using RuleDecision = std::variant<Rule, RuleUndone>;

}  // namespace segue::music
