#include "evaluation/foreign_answers.h"

#include <fmt/core.h>

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include "base/error.h"
#include "evaluation/table_file.h"

namespace segue::evaluation {

Answers read_answers(const std::filesystem::path& file, const std::vector<std::uint32_t>& numbers, std::size_t most) {
  std::unordered_map<std::uint32_t, std::size_t> question_of;
  for (std::size_t q = 0; q < numbers.size(); ++q) question_of.emplace(numbers[q], q);
  Answers answers(numbers.size());
  std::vector<bool> answered(numbers.size(), false);
  each_row(file, '\t', {"question", "answer"}, false, [&](const TableRow& row) {
    const auto at = question_of.find(row.number(0, "question"));
    if (at == question_of.end()) row.refuse("question", fmt::format("no question has the number {}", row.text(0)));
    if (answered[at->second]) row.refuse("question", fmt::format("{} has two lines", row.text(0)));
    answered[at->second] = true;
    if (row.text(1).empty()) return;
    List items = row.numbers(1, "answer", ',');
    List sorted = items;
    std::sort(sorted.begin(), sorted.end());
    if (const auto twice = std::adjacent_find(sorted.begin(), sorted.end()); twice != sorted.end())
      row.refuse("answer", fmt::format("{} stands there twice", *twice));
    items.resize(std::min(items.size(), most));
    answers[at->second] = std::move(items);
  });
  const auto missing = std::find(answered.begin(), answered.end(), false);
  if (missing != answered.end())
    throw base::Error(
        base::Fault::input,
        fmt::format("{} has no line for question {}: give one for each of the {} questions", file.filename().string(),
                    numbers[static_cast<std::size_t>(missing - answered.begin())], numbers.size()));
  return answers;
}

}  // namespace segue::evaluation
