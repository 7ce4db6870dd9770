// Writes the tables of recordings that have another current key, and of tracks that are a recording of their own.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "load/raw_tables.h"
#include "rules/recordings.h"
#include "warehouse/connection.h"

namespace segue::load {

// Writes both tables anew from segue_raw.rules, of all listeners together: recordings are the same for everybody.
// `renamed` holds recordings that are another one because an artist or a title was renamed; they and the merges of
// rules form chains together.
void write_recording_rules(warehouse::Connection& connection, std::vector<rules::MergeRule> renamed);

// Writes a table of two columns anew: each key with its current key.
void write_keys(warehouse::Connection& connection, const RawTable& table,
                const std::map<std::string, std::string>& keys);

}  // namespace segue::load
