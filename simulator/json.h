// JSON of the simulator; members keep the order in which they were written.
#pragma once
#include <nlohmann/json.hpp>

namespace segue::simulator {
using Json = nlohmann::ordered_json;
}
