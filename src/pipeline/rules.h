// Rules of a listener: what is said on the command line → keys, and what the lake remembers of it.
#pragma once
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "lake/lake.h"
#include "music/rule.h"
#include "warehouse/connection.h"

namespace segue::pipeline {

// A rule as the lake has it.
struct RememberedRule {
  music::Rule rule;
  base::Instant decided_at;
  std::optional<base::Instant> undone_at;
};
// Oldest first, undone ones, too. A rule that this segue cannot read (of a newer one) is left out, with a warning.
std::vector<RememberedRule> remembered_rules(const lake::Lake& lake, const std::string& user);

// The rule that says the same already.
std::optional<music::Rule> in_force(const lake::Lake& lake, const std::string& user, const music::Rule& rule);

struct Added {
  music::Rule rule;       // with its id
  bool is_known = false;  // the same rule was in force already: nothing was written
};
Added add_rule(lake::Lake& lake, const std::string& user, music::Rule rule, const base::Clock& clock);
// False: it was undone already. Throws Error(usage) for an id that no rule of this listener has.
bool undo_rule(lake::Lake& lake, const std::string& user, const std::string& id, const std::string& why,
               const base::Clock& clock);

// Finds what a text names. `published` may be null (nothing is published yet): then names do, ids and addresses do not.
// Every function throws Error(usage) saying what would do.
class RuleSubjects {
 public:
  RuleSubjects(warehouse::Connection* published, std::string user) : published_(published), user_(std::move(user)) {}

  // An address, a URI, an id or a track_key of one track; or "Artist - Title", whatever the edition.
  music::RuleSubject song(const std::string& text) const;
  // One track: as above, and names only where a single track has them.
  music::RuleSubject track(const std::string& text) const;
  // A name, which is taken as it is; or an artist's address or URI: the artist that bears the id now.
  music::RuleSubject artist(const std::string& text) const;
  // A playlist's name, its address, URI or id.
  music::RuleSubject playlist(const std::string& text) const;

 private:
  warehouse::Connection& marts(const std::string& text, const std::string& instead) const;
  warehouse::Connection* published_;
  std::string user_;
};

}  // namespace segue::pipeline
