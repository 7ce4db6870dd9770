// Answers that another program wrote, to be scored beside segue's own.
#pragma once
#include <filesystem>
#include <vector>

#include "evaluation/questions.h"

namespace segue::evaluation {

// Reads a line for each question: its number, a tab, items separated by commas, the best first. `numbers` has the
// number of each question. Lines may be in any order; at most `most` items count. Throws Error(input) for a question
// without a line or with two, a number that no question has, and an item twice.
Answers read_answers(const std::filesystem::path& file, const std::vector<std::uint32_t>& numbers, std::size_t most);

}  // namespace segue::evaluation
