// The file is one sequence of bytes that ends with the SHA-256 of everything before. A reader checks the digest first
// and then every length against the bytes that remain, so that a cut or altered file is refused before memory is
// allocated for it. Aliases are sorted, so that one model has one sequence of bytes.
#include "embed/model.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "base/error.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/json.h"

namespace segue::embed {
namespace {

using base::Error;
using base::Fault;

constexpr std::string_view kMagic = "SEGMODEL";
constexpr std::uint32_t kVersion = 1;
constexpr std::size_t kSum = 32;

template <class T>
void put(std::string& out, T number) {
  const std::size_t at = out.size();
  out.resize(at + sizeof number);
  std::memcpy(out.data() + at, &number, sizeof number);
}

void put_text(std::string& out, std::string_view text) {
  put(out, static_cast<std::uint16_t>(text.size()));
  out.append(text);
}

class Reader {
 public:
  Reader(std::string_view bytes, const std::string& name) : bytes_(bytes), name_(name) {}
  template <class T>
  T number() {
    T value;
    const auto raw = take(sizeof value);
    std::memcpy(&value, raw.data(), raw.size());
    return value;
  }
  std::string_view text() { return take(number<std::uint16_t>()); }
  std::string_view take(std::size_t count) {
    if (count > bytes_.size()) throw Error(Fault::input, fmt::format("{} is cut: train again", name_));
    const auto taken = bytes_.substr(0, count);
    bytes_.remove_prefix(count);
    return taken;
  }
  std::vector<float> floats(std::size_t count) {
    if (count > bytes_.size() / sizeof(float)) take(bytes_.size() + 1);  // throws before memory is allocated
    std::vector<float> values(count);
    const auto raw = take(count * sizeof(float));
    if (count > 0) std::memcpy(values.data(), raw.data(), raw.size());
    return values;
  }

 private:
  std::string_view bytes_;
  std::string name_;
};

std::string header_of(const Model& model) {
  const TrainOptions& o = model.options;
  return base::JsonObject{}
      .number("dimension", o.dimension)
      .number("tokens", model.vocabulary.size())
      .number("recordings", model.vocabulary.recordings)
      .number("aliases", model.vocabulary.aliases.size())
      .text("objective", text_of(o.objective))
      .text("reach", text_of(o.reach))
      .number("window", o.window)
      .number("negatives", o.negatives)
      .number("sharing", o.sharing)
      .number("block", o.block)
      .number("exponent", static_cast<double>(o.exponent))
      .number("epochs", o.epochs)
      .number("rate", static_cast<double>(o.rate))
      .number("pair_exponent", static_cast<double>(o.pair_exponent))
      .number("dropout", static_cast<double>(o.dropout))
      .number("l2", static_cast<double>(o.l2))
      .number("token_share", static_cast<double>(o.token_share))
      .number("subsample", static_cast<double>(o.subsample))
      .number("min_count", o.min_count)
      .number("most_places", o.most_places)
      .number("seed", o.seed)
      .number("threads", o.threads)
      .raw("provenance", model.provenance)
      .str();
}

std::uint32_t header_number(const simdjson::dom::element& header, const char* name, const std::string& file) {
  std::uint64_t value = 0;
  if (header[name].get(value) != simdjson::SUCCESS || value > 0xFFFFFFFF)
    throw Error(Fault::input, fmt::format("{}: its header has no {}", file, name));
  return static_cast<std::uint32_t>(value);
}

void check_frame(std::string_view bytes, const std::string& name) {
  if (!bytes.starts_with(kMagic) || bytes.size() < kMagic.size() + 8 + kSum)
    throw Error(Fault::input, fmt::format("{} is not a model of segue", name));
  std::uint32_t version = 0;
  std::memcpy(&version, bytes.data() + kMagic.size(), sizeof version);
  if (version > kVersion)
    throw Error(Fault::input,
                fmt::format("{} is a model of version {}, this segue reads up to {}", name, version, kVersion));
  if (base::sha256_raw(bytes.substr(0, bytes.size() - kSum)) != bytes.substr(bytes.size() - kSum))
    throw Error(Fault::input, fmt::format("{} is damaged (its checksum differs): train again", name));
}

void read_header(std::string_view json, const std::string& name, Model& model) {
  simdjson::dom::parser parser;
  simdjson::dom::element header;
  if (parser.parse(json.data(), json.size()).get(header) != simdjson::SUCCESS)
    throw Error(Fault::input, fmt::format("{}: its header is not JSON", name));
  TrainOptions& o = model.options;
  const auto real = [&](const char* key, float& into) {
    double value = 0;
    if (header[key].get(value) == simdjson::SUCCESS) into = static_cast<float>(value);
  };
  o.dimension = header_number(header, "dimension", name);
  o.window = header_number(header, "window", name);
  o.negatives = header_number(header, "negatives", name);
  o.epochs = header_number(header, "epochs", name);
  o.min_count = header_number(header, "min_count", name);
  o.most_places = header_number(header, "most_places", name);
  o.seed = header_number(header, "seed", name);
  // The first models lack these fields; they were trained with what are now the defaults.
  const auto text = [&](const char* key, const auto& of, auto& into) {
    std::string_view value;
    if (header[key].get(value) == simdjson::SUCCESS) into = of(value);
  };
  const auto whole = [&](const char* key, std::uint32_t& into) {
    if (header.at_key(key).error() == simdjson::SUCCESS) into = header_number(header, key, name);
  };
  text("objective", objective_of, o.objective);
  text("reach", reach_of, o.reach);
  whole("sharing", o.sharing);
  whole("block", o.block);
  whole("threads", o.threads);
  real("pair_exponent", o.pair_exponent);
  real("dropout", o.dropout);
  real("l2", o.l2);
  real("exponent", o.exponent);
  real("rate", o.rate);
  real("token_share", o.token_share);
  real("subsample", o.subsample);
  simdjson::dom::element provenance;
  if (header["provenance"].get(provenance) == simdjson::SUCCESS) model.provenance = simdjson::minify(provenance);
}

}  // namespace

std::string to_bytes(const Model& model) {
  const Vocabulary& vocabulary = model.vocabulary;
  const std::string header = header_of(model);
  std::string out(kMagic);
  // Reserves the matrices and some 64 bytes per token, so that the text is not copied while it grows.
  out.reserve(header.size() + std::size_t{vocabulary.size()} * 64 +
              (model.input.size() + model.output.size()) * sizeof(float));
  put(out, kVersion);
  put(out, static_cast<std::uint32_t>(header.size()));
  out += header;
  put(out, vocabulary.size());
  for (std::uint32_t row = 0; row < vocabulary.size(); ++row) {
    put(out, static_cast<std::uint8_t>(vocabulary.kinds[row]));
    put(out, vocabulary.counts[row]);
    put_text(out, vocabulary.keys[row]);
  }
  std::vector<std::pair<std::string_view, std::uint32_t>> aliases(vocabulary.aliases.begin(), vocabulary.aliases.end());
  std::sort(aliases.begin(), aliases.end());
  put(out, static_cast<std::uint32_t>(aliases.size()));
  for (const auto& [track, row] : aliases) {
    put(out, row);
    put_text(out, track);
  }
  for (const auto* matrix : {&model.input, &model.output})
    out.append(reinterpret_cast<const char*>(matrix->data()), matrix->size() * sizeof(float));
  out += base::sha256_raw(out);
  return out;
}

Model from_bytes(std::string_view bytes, const std::string& name) {
  check_frame(bytes, name);
  Reader reader(bytes.substr(0, bytes.size() - kSum), name);
  Model model;
  reader.take(kMagic.size() + sizeof(std::uint32_t));
  read_header(reader.take(reader.number<std::uint32_t>()), name, model);
  Vocabulary& vocabulary = model.vocabulary;
  const auto tokens = reader.number<std::uint32_t>();
  for (std::uint32_t row = 0; row < tokens; ++row) {
    vocabulary.kinds.push_back(static_cast<TokenKind>(reader.number<std::uint8_t>()));
    vocabulary.counts.push_back(reader.number<std::uint64_t>());
    vocabulary.keys.emplace_back(reader.text());
  }
  vocabulary.index();
  const auto aliases = reader.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < aliases; ++i) {
    const auto row = reader.number<std::uint32_t>();
    vocabulary.aliases.emplace(reader.text(), row);
  }
  const std::size_t numbers = std::size_t{tokens} * model.options.dimension;
  model.input = reader.floats(numbers);
  model.output = reader.floats(numbers);
  return model;
}

void save(const Model& model, const std::filesystem::path& file) {
  base::write_file_durably(file, to_bytes(model));
}

Model load(const std::filesystem::path& file) {
  return from_bytes(base::read_file(file), file.filename().string());
}

}  // namespace segue::embed
