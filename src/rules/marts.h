// Asks the published marts about the things that a rule names.
#pragma once
#include <memory>
#include <optional>
#include <string>

#include "music/rule.h"
#include "rules/subjects.h"
#include "warehouse/rule_reader.h"
#include "warehouse/warehouse.h"

namespace segue::rules {

// How many published plays and recordings a rule is about.
struct Matches {
  warehouse::Extent subject;
  std::optional<warehouse::Extent> target;  // set for merges
};
// Returns whether the marts have no play in the rule's window, or neither a play nor a recording of its subject or of
// its target.
bool matches_nothing(const music::Rule& rule, const Matches& matches);

// The marts of one listener. They know nothing if nothing is published, or if an older segue built what is published.
class Marts {
 public:
  Marts(warehouse::Warehouse& warehouse, std::string user);

  RuleSubjects subjects() const { return {published_.get(), user_}; }
  // Returns nothing if the marts know nothing.
  std::optional<Matches> matches(const music::Rule& rule) const;
  // Returns whether both sides of a merge are already one artist, or one recording, by the marts or by the names.
  bool is_one_already(const music::Rule& merge) const;
  // Returns whether the marts know another name of the artist; nothing if the marts know nothing.
  std::optional<bool> is_united(const music::RuleSubject& artist) const;

 private:
  bool is_same_artist(const music::RuleSubject& one, const music::RuleSubject& other) const;
  bool is_same_song(const music::RuleSubject& one, const music::RuleSubject& other) const;

  std::string user_;
  std::unique_ptr<warehouse::Connection> published_;
};

}  // namespace segue::rules
