#include "pipeline/train_text.h"

#include <chrono>

#include "embed/text_lists.h"
#include "vectors/kernels.h"

namespace segue::pipeline {

TextModel train_on_text(const std::string& lists, const std::string& out, const embed::TrainOptions& options,
                        Observer& observer) {
  auto built = embed::read_text_lists(lists).build(options.min_count, options.most_places);
  embed::Progress last;
  embed::Watch watch;
  watch.live = [&](const embed::Progress& at) { observer.training(at, std::nullopt); };
  watch.epoch_ended = [&](const embed::Progress& at, const embed::Vectors&) { last = at; };
  watch.checkpoint = out + ".checkpoint";
  const auto start = std::chrono::steady_clock::now();
  const embed::Model model = embed::train(std::move(built.vocabulary), built.lists, options, watch);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  observer.progress_ended();
  embed::save(model, out);
  return {static_cast<std::size_t>(model.vocabulary.size()),
          built.lists.size(),
          built.lists.places.size(),
          last.loss,
          took.count(),
          last.cpu_seconds,
          vectors::kernels().unit};
}

}  // namespace segue::pipeline
