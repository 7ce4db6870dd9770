// Decides which artists are credited on the tracks of all listeners (music/credits.h).
#pragma once
#include "warehouse/connection.h"

namespace segue::load {

// Writes artist_credits and track_credits anew from the loaded rows, whose order changes nothing. Call it in the
// transaction that derives tables.
void write_credits(warehouse::Connection& connection);

}  // namespace segue::load
