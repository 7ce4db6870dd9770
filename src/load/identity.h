// Which artists, albums and recordings go by another key, of all listeners together.
#pragma once
#include "warehouse/connection.h"

namespace segue::load {

// Writes artist_merges, album_merges, recording_merges and track_splits anew from what is loaded. Belongs into the
// transaction that derives tables: the same rows give the same tables, whatever the order in which they were loaded.
void write_identity(warehouse::Connection& connection);

}  // namespace segue::load
