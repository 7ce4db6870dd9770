// Writes and reads the body of a rule's lake object (docs/formats/lake.md).
#pragma once
#include <string>
#include <string_view>

#include "base/expected.h"
#include "music/rule.h"

namespace segue::rules {

std::string_view text_of(music::RuleKind kind);  // "merge", "split", "exclude"
std::string_view text_of(music::RuleItem item);  // "artist", "track", "playlist", "window"

// Returns nothing unless the text is a day "YYYY-MM-DD" from 1970 to 9999.
std::optional<std::chrono::sys_days> day_of(std::string_view text);
std::string text_of(std::chrono::sys_days day);

std::string to_json(const music::RuleDecision& decision);
// Reads a decision. The error says what is missing or wrong; a kind of rule that this version does not know is an
// error, too.
Expected<music::RuleDecision, std::string> read_rule(std::string_view json);

}  // namespace segue::rules
