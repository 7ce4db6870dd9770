#include "recommend/nearness.h"

#include <cmath>

#include "recommend/taste.h"
#include "vectors/arithmetic.h"

namespace segue::recommend {

Nearness nearness_by(const embed::Model& model, const Repertoire& repertoire, const Listener& listener) {
  const std::size_t n = model.options.dimension;
  const auto row_of = [&model, &repertoire](signals::Item item) {
    return model.vocabulary.find(embed::TokenKind::recording, repertoire.songs[item].key.value);
  };
  std::vector<float> sum(n, 0);
  const signals::ListContext taste = context_of(listener.taste);
  for (std::size_t i = 0; i < taste.items.size(); ++i)
    if (const auto row = row_of(taste.items[i]))
      vectors::add_scaled(sum.data(), model.input_row(*row).data(), taste.weights[i], n);
  const auto length = [n](const float* row) { return std::sqrt(vectors::dot(row, row, n)); };
  const float of_sum = length(sum.data());
  return [sum = std::move(sum), n, of_sum, row_of, length, &model](signals::Item item) {
    const auto row = row_of(item);
    if (!row) return 0.0;
    const float* vector = model.input_row(*row).data();
    const float lengths = of_sum * length(vector);
    return lengths > 0 ? static_cast<double>(vectors::dot(sum.data(), vector, n) / lengths) : 0.0;
  };
}

}  // namespace segue::recommend
