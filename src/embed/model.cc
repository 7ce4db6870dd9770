// The file has the frame of base/framed_file.h. A reader checks the digest first and then every length against the
// bytes that remain, so that a cut or altered file is refused before memory is allocated for it. Aliases are sorted, so
// that one model has one sequence of bytes.
#include "embed/model.h"

#include <fmt/core.h>
#include <simdjson.h>

#include <algorithm>

#include "base/error.h"
#include "base/file.h"
#include "base/framed_file.h"
#include "base/json.h"
#include "base/json_reader.h"

namespace segue::embed {
namespace {

using base::Error;
using base::Fault;

constexpr base::FileFrame kFrame{"SEGMODEL", 1, sizeof(std::uint32_t)};

void put_text(std::string& out, std::string_view text) {
  base::put(out, static_cast<std::uint16_t>(text.size()));
  out.append(text);
}

std::string_view text_in(base::FrameReader& reader) {
  return reader.take(reader.number<std::uint16_t>());
}

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
  const auto fault = base::fault_of_frame(bytes, kFrame);
  if (!fault) return;
  switch (*fault) {
    case base::FrameFault::other_magic:
    case base::FrameFault::cut:
      throw Error(Fault::input, fmt::format("{} is not a model of segue", name));
    case base::FrameFault::newer_version:
      throw Error(Fault::input, fmt::format("{} is a model of version {}, this segue reads up to {}", name,
                                            base::version_in(bytes, kFrame), kFrame.version));
    case base::FrameFault::wrong_sum:
      throw Error(Fault::input, fmt::format("{} is damaged (its checksum differs): train again", name));
  }
}

void read_header(std::string_view json, const std::string& name, Model& model) {
  simdjson::dom::parser parser;
  simdjson::dom::element header;
  if (parser.parse(json.data(), json.size()).get(header) != simdjson::SUCCESS)
    throw Error(Fault::input, fmt::format("{}: its header is not JSON", name));
  TrainOptions& o = model.options;
  const auto real = [&](const char* key, float& into) {
    if (const auto value = base::real_if(header[key])) into = static_cast<float>(*value);
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
  std::string out = base::begin_frame(kFrame);
  // Reserves the matrices and some 64 bytes per token, so that the text is not copied while it grows.
  out.reserve(header.size() + std::size_t{vocabulary.size()} * 64 +
              (model.input.size() + model.output.size()) * sizeof(float));
  base::put(out, static_cast<std::uint32_t>(header.size()));
  out += header;
  base::put(out, vocabulary.size());
  for (std::uint32_t row = 0; row < vocabulary.size(); ++row) {
    base::put(out, static_cast<std::uint8_t>(vocabulary.kinds[row]));
    base::put(out, vocabulary.counts[row]);
    put_text(out, vocabulary.keys[row]);
  }
  std::vector<std::pair<std::string_view, std::uint32_t>> aliases(vocabulary.aliases.begin(), vocabulary.aliases.end());
  std::sort(aliases.begin(), aliases.end());
  base::put(out, static_cast<std::uint32_t>(aliases.size()));
  for (const auto& [track, row] : aliases) {
    base::put(out, row);
    put_text(out, track);
  }
  for (const auto* matrix : {&model.input, &model.output})
    out.append(reinterpret_cast<const char*>(matrix->data()), matrix->size() * sizeof(float));
  base::end_frame(out);
  return out;
}

Model from_bytes(std::string_view bytes, const std::string& name) {
  check_frame(bytes, name);
  base::FrameReader reader(bytes, kFrame, fmt::format("{} is cut: train again", name));
  Model model;
  read_header(reader.take(reader.number<std::uint32_t>()), name, model);
  Vocabulary& vocabulary = model.vocabulary;
  const auto tokens = reader.number<std::uint32_t>();
  for (std::uint32_t row = 0; row < tokens; ++row) {
    vocabulary.kinds.push_back(static_cast<TokenKind>(reader.number<std::uint8_t>()));
    vocabulary.counts.push_back(reader.number<std::uint64_t>());
    vocabulary.keys.emplace_back(text_in(reader));
  }
  vocabulary.index();
  const auto aliases = reader.number<std::uint32_t>();
  for (std::uint32_t i = 0; i < aliases; ++i) {
    const auto row = reader.number<std::uint32_t>();
    vocabulary.aliases.emplace(text_in(reader), row);
  }
  const std::size_t numbers = std::size_t{tokens} * model.options.dimension;
  model.input = reader.numbers<float>(numbers);
  model.output = reader.numbers<float>(numbers);
  return model;
}

std::string_view sum_in(std::string_view bytes) {
  return base::sum_at_end(bytes);
}

std::string sum_of(const std::filesystem::path& file) {
  auto sum = base::sum_at_end_of(file);
  if (!sum)
    throw Error(Fault::usage,
                fmt::format("cannot read {}: bring it back from a backup, or run `segue train`", file.string()));
  return *std::move(sum);
}

void save(const Model& model, const std::filesystem::path& file) {
  base::write_file_durably(file, to_bytes(model));
}

Model load(const std::filesystem::path& file) {
  return from_bytes(base::read_file(file), file.filename().string());
}

}  // namespace segue::embed
