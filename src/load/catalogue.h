// What the raw tables hold of Spotify's catalogue, as values: what `enrich` plans by.
#pragma once
#include <string>

#include "music/catalogue.h"
#include "warehouse/connection.h"

namespace segue::load {

// Tracks are those of `user`; answers about the catalogue are everybody's, answers about lists are `user`'s. Plays of a
// track are the distinct instants of the source that shows most of them: sources overlap, and this only orders.
music::Catalogue catalogue(warehouse::Connection& connection, const std::string& user);

}  // namespace segue::load
