#include "ranker/trees.h"

#include <fmt/core.h>

#include "base/error.h"

// LightGBM's C interface, of which the wheel has the library alone: the functions that are called here, as its
// include/LightGBM/c_api.h declares them. Each returns 0, or -1 and a text in LGBM_GetLastError().
extern "C" {
const char* LGBM_GetLastError();
int LGBM_RegisterLogCallback(void (*callback)(const char*));
int LGBM_DatasetCreateFromMat(const void* data, int type, std::int32_t rows, std::int32_t columns, int is_row_major,
                              const char* parameters, void* reference, void** out);
int LGBM_DatasetSetFeatureNames(void* dataset, const char** names, int count);
int LGBM_DatasetSetField(void* dataset, const char* field, const void* data, int count, int type);
int LGBM_DatasetFree(void* dataset);
int LGBM_BoosterCreate(void* dataset, const char* parameters, void** out);
int LGBM_BoosterLoadModelFromString(const char* text, int* iterations, void** out);
int LGBM_BoosterFree(void* booster);
int LGBM_BoosterUpdateOneIter(void* booster, int* is_finished);
int LGBM_BoosterPredictForMat(void* booster, const void* data, int type, std::int32_t rows, std::int32_t columns,
                              int is_row_major, int predict_type, int start, int iterations, const char* parameters,
                              std::int64_t* written, double* out);
int LGBM_BoosterSaveModelToString(void* booster, int start, int iterations, int importance, std::int64_t size,
                                  std::int64_t* written, char* out);
int LGBM_BoosterFeatureImportance(void* booster, int iterations, int type, double* out);
int LGBM_BoosterGetNumFeature(void* booster, int* out);
}

namespace segue::ranker {
namespace {

constexpr int kFloat32 = 0, kInt32 = 2;  // C_API_DTYPE_…
constexpr int kRawScore = 1;             // C_API_PREDICT_RAW_SCORE
constexpr int kGain = 1;                 // C_API_FEATURE_IMPORTANCE_GAIN

void check(int result, base::Fault fault = base::Fault::internal) {
  if (result != 0) throw base::Error(fault, fmt::format("LightGBM: {}", LGBM_GetLastError()));
}

// LightGBM prints to standard output, where --json is; its faults come back as texts all the same.
void be_quiet() {
  check(LGBM_RegisterLogCallback([](const char*) {}));
}

std::string parameters_of(const TreesOptions& options) {
  return fmt::format(
      "objective=lambdarank num_leaves={} learning_rate={} min_data_in_leaf={} feature_fraction={} "
      "bagging_fraction={} bagging_freq=1 bagging_by_query=false max_bin={} lambda_l2={} "
      "lambdarank_truncation_level={} seed={} num_threads={} deterministic=true force_col_wise=true verbosity=-1",
      options.leaves, options.rate, options.least_rows, options.features_a_tree, options.rows_a_tree, options.bins,
      options.l2, options.truncation, options.seed, options.threads);
}

}  // namespace

void Trees::Free::operator()(void* booster) const {
  LGBM_BoosterFree(booster);
}

Trees Trees::train(const Examples& examples, const std::vector<std::string>& names, const TreesOptions& options,
                   const std::function<void(std::uint32_t)>& on_tree) {
  be_quiet();
  const std::string parameters = parameters_of(options);
  void* made = nullptr;
  check(LGBM_DatasetCreateFromMat(examples.numbers.data(), kFloat32, static_cast<std::int32_t>(examples.labels.size()),
                                  static_cast<std::int32_t>(examples.width), 1, parameters.c_str(), nullptr, &made));
  const std::unique_ptr<void, decltype([](void* dataset) { LGBM_DatasetFree(dataset); })> dataset(made);
  std::vector<const char*> texts;
  for (const std::string& name : names) texts.push_back(name.c_str());
  check(LGBM_DatasetSetFeatureNames(made, texts.data(), static_cast<int>(texts.size())));
  check(
      LGBM_DatasetSetField(made, "label", examples.labels.data(), static_cast<int>(examples.labels.size()), kFloat32));
  check(LGBM_DatasetSetField(made, "group", examples.sizes.data(), static_cast<int>(examples.sizes.size()), kInt32));
  void* booster = nullptr;
  check(LGBM_BoosterCreate(made, parameters.c_str(), &booster));
  Trees trained;
  trained.booster_.reset(booster);
  for (std::uint32_t tree = 1; tree <= options.trees; ++tree) {
    int is_finished = 0;
    check(LGBM_BoosterUpdateOneIter(booster, &is_finished));
    if (is_finished != 0) break;
    on_tree(tree);
  }
  // The booster refers to the data set, which goes; what is read back from its text stands alone.
  return from_text(trained.text());
}

Trees Trees::from_text(const std::string& text) {
  be_quiet();
  int iterations = 0;
  void* booster = nullptr;
  check(LGBM_BoosterLoadModelFromString(text.c_str(), &iterations, &booster), base::Fault::input);
  Trees read;
  read.booster_.reset(booster);
  return read;
}

std::vector<float> Trees::scores(std::span<const float> numbers, std::size_t width) const {
  const std::size_t rows = numbers.size() / width;
  if (rows == 0) return {};
  std::vector<double> raw(rows);
  std::int64_t written = 0;
  check(LGBM_BoosterPredictForMat(booster_.get(), numbers.data(), kFloat32, static_cast<std::int32_t>(rows),
                                  static_cast<std::int32_t>(width), 1, kRawScore, 0, -1, "num_threads=1", &written,
                                  raw.data()));
  return {raw.begin(), raw.end()};
}

std::string Trees::text() const {
  std::int64_t size = 0;
  check(LGBM_BoosterSaveModelToString(booster_.get(), 0, -1, kGain, 0, &size, nullptr));
  std::string text(static_cast<std::size_t>(size), '\0');
  check(LGBM_BoosterSaveModelToString(booster_.get(), 0, -1, kGain, size, &size, text.data()));
  text.resize(static_cast<std::size_t>(size) - 1);  // without the zero at its end
  return text;
}

std::vector<double> Trees::gains() const {
  int features = 0;
  check(LGBM_BoosterGetNumFeature(booster_.get(), &features));
  std::vector<double> gains(static_cast<std::size_t>(features));
  check(LGBM_BoosterFeatureImportance(booster_.get(), -1, kGain, gains.data()));
  return gains;
}

}  // namespace segue::ranker
