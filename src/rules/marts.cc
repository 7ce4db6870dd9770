#include "rules/marts.h"

namespace segue::rules {
namespace {

bool is_unknown(const warehouse::Extent& extent) {
  return extent.plays == 0 && extent.recordings == 0;
}

}  // namespace

bool matches_nothing(const music::Rule& rule, const Matches& matches) {
  if (rule.is_window()) return matches.subject.plays == 0;
  return is_unknown(matches.subject) || (matches.target && is_unknown(*matches.target));
}

Marts::Marts(warehouse::Warehouse& warehouse, std::string user) : user_(std::move(user)) {
  if (!warehouse.is_published()) return;
  published_ = warehouse.read();
  if (!warehouse::knows_rules(*published_)) published_.reset();
}

std::optional<Matches> Marts::matches(const music::Rule& rule) const {
  if (!published_) return std::nullopt;
  Matches found{warehouse::extent_of(*published_, user_, rule), std::nullopt};
  if (rule.kind == music::RuleKind::merge) found.target = warehouse::target_extent(*published_, user_, rule);
  return found;
}

bool Marts::is_one_already(const music::Rule& merge) const {
  return merge.item == music::RuleItem::artist ? is_same_artist(merge.subject, merge.target)
                                               : is_same_song(merge.subject, merge.target);
}

std::optional<bool> Marts::is_united(const music::RuleSubject& artist) const {
  return published_ ? std::optional(warehouse::is_united(*published_, music::ArtistKey(artist.key))) : std::nullopt;
}

// Returns whether `one` has the key of `other`, by its name or after merges in the marts.
bool Marts::is_same_artist(const music::RuleSubject& one, const music::RuleSubject& other) const {
  if (one.key == other.key) return true;
  return published_ && warehouse::artist_now(*published_, music::ArtistKey(one.key)).key.value == other.key;
}

bool Marts::is_same_song(const music::RuleSubject& one, const music::RuleSubject& other) const {
  const auto now = [&](const music::RuleSubject& subject) {
    return published_ ? warehouse::recording_now(*published_, subject) : music::RecordingKey(subject.key);
  };
  return now(one) == now(other);
}

}  // namespace segue::rules
