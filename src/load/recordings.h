// The tables of which recordings go by another key, and which tracks are a recording of their own.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "rules/recordings.h"
#include "warehouse/connection.h"

namespace segue::load {

// Writes both tables anew from segue_raw.rules, of all listeners together: recordings are the same for everybody.
// `renamed`: recordings that are another one because an artist or a title was renamed; a merge follows them and they
// it.
void write_recording_rules(warehouse::Connection& connection, std::vector<rules::MergeRule> renamed);

// Writes a table of segue_raw anew: a key, and what goes for it now.
void write_keys(warehouse::Connection& connection, const char* table, const std::map<std::string, std::string>& keys);

}  // namespace segue::load
