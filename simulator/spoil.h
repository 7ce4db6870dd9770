// Spoiled answers: some replace the real answer, others change a good one.
#pragma once
#include <vector>

#include "http/client.h"
#include "simulator/json.h"
#include "simulator/random.h"

namespace segue::simulator {

// Returns 429, with QUOTA_EXCEEDED if `quota`. `retry_after` "" = no such header.
http::Response too_many(bool quota, const std::string& retry_after);
// Returns `status` with a body of JSON (in the form of the Web API or, flat, of the accounts service), of HTML, or
// without a body.
http::Response server_error(int status, bool accounts, Rng& rng);
http::Response html_page();

// Puts nulls into some items of a page of recently-played. Returns the positions of the items whose `track` is now
// null, ascending.
std::vector<std::size_t> put_nulls(Json& page, Rng& rng);
// Adds unknown fields at the top and in items, and gives contexts an unknown type.
void put_unknown(Json& answer, Rng& rng);

}  // namespace segue::simulator
