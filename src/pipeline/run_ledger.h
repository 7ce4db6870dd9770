// Writes the run ledger (state.db): which steps ran for whom, when, and how they ended.
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "pipeline/home.h"

namespace segue::pipeline {

// Runs `work` as a step of `user` and leaves a row in the run ledger, however the step ends. `work` returns the exit
// code that the row gets; a failure leaves its fault and message there and is rethrown. If the ledger cannot be
// written, a notice says so and the step goes on: it matters more than its row.
void in_ledger(Home& home, std::string_view step, const std::string& user, const std::function<int()>& work);

}  // namespace segue::pipeline
