// The inputs of a build besides the lake: settings, models, this program. They are kept with each build, so that
// `segue run` can see which have changed since.
#pragma once
#include <map>
#include <string>

#include "base/environment.h"
#include "settings/config.h"

namespace segue::transform {

// Maps an input's name for people ("the time zones") to a text or a digest. Inputs that cannot be read are "absent".
using BuildInputs = std::map<std::string, std::string>;
// Returns the inputs now. `version` is this program's.
BuildInputs build_inputs(const settings::Config& config, const base::Environment& environment,
                         const std::string& version);

// Write and read one "name<TAB>value" a line.
std::string text_of(const BuildInputs& inputs);
BuildInputs inputs_in(const std::string& text);

}  // namespace segue::transform
