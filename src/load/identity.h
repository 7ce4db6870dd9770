// Decides which artists, albums and recordings have another current key, for all listeners together.
#pragma once
#include "warehouse/connection.h"

namespace segue::load {

// Writes artist_merges, album_merges, recording_merges and track_splits anew from the loaded rows, whose order changes
// nothing. Call it in the transaction that derives tables.
void write_identity(warehouse::Connection& connection);

}  // namespace segue::load
