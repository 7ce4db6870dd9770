// What the published marts know of the things that a rule names.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "music/rule.h"
#include "rules/subjects.h"
#include "warehouse/rule_reader.h"
#include "warehouse/warehouse.h"

namespace segue::rules {

// How much of what is published a rule is about.
struct Matches {
  warehouse::Extent subject;
  std::optional<warehouse::Extent> target;  // of merges
};
// The rule names what the marts do not know, or have no play of.
bool matches_nothing(const music::Rule& rule, const Matches& matches);

// The marts of one listener. They know nothing where nothing is published, or only what an older segue built.
class Marts {
 public:
  Marts(warehouse::Warehouse& warehouse, std::string user);

  RuleSubjects subjects() const { return {published_.get(), user_}; }
  // Nothing where nothing is published that could tell.
  std::optional<Matches> matches(const music::Rule& rule) const;
  // Whether both sides of a merge are one artist, or one recording, already: by the marts, or by the names.
  bool is_one_already(const music::Rule& merge) const;
  // Whether the marts know another name of the artist; nothing where they are not there.
  std::optional<bool> is_united(const music::RuleSubject& artist) const;

 private:
  bool is_same_artist(const music::RuleSubject& one, const music::RuleSubject& other) const;
  bool is_same_song(const music::RuleSubject& one, const music::RuleSubject& other) const;

  std::string user_;
  std::unique_ptr<warehouse::Connection> published_;
};

}  // namespace segue::rules
