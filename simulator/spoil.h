// Answers as they are on bad days: those that stand in for the real one, and what is done to a good one.
#pragma once
#include <vector>

#include "http/client.h"
#include "simulator/json.h"
#include "simulator/random.h"

namespace segue::simulator {

// 429; QUOTA_EXCEEDED where `quota`. `retry_after` "" = no such header.
http::Response too_many(bool quota, const std::string& retry_after);
// `status` with a body of JSON (as the Web API's or, flat, the accounts service's), of HTML, or none.
http::Response server_error(int status, bool accounts, Rng& rng);
http::Response html_page();

// Nulls in some items of a page of recently-played. Gives the positions of those whose `track` is no more, ascending.
std::vector<std::size_t> put_nulls(Json& page, Rng& rng);
// Fields that nobody knows, at the top and in items, and contexts of an unknown type where there are contexts.
void put_unknown(Json& answer, Rng& rng);

}  // namespace segue::simulator
