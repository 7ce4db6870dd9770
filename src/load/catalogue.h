// Reads what the raw tables hold of Spotify's catalogue; `enrich` plans its calls by it.
#pragma once
#include <string>

#include "music/catalogue.h"
#include "warehouse/connection.h"

namespace segue::load {

// Returns the tracks of `user`, everybody's answers about the catalogue, and the answers about the lists of `user`. A
// track's plays are the distinct instants of the source that shows most of them: sources overlap, and the number only
// orders calls.
music::Catalogue catalogue(warehouse::Connection& connection, const std::string& user);

}  // namespace segue::load
