#include "lake/open.h"

#include <fmt/core.h>

#include "aws/s3_connection.h"
#include "base/error.h"
#include "lake/directory_lake.h"
#include "lake/s3_lake.h"

namespace segue::lake {
namespace {

constexpr std::string_view kScheme = "s3://";

}  // namespace

std::unique_ptr<Lake> open(const std::string& place, const aws::Endpoints& endpoints,
                           const base::Environment& environment) {
  if (!place.starts_with(kScheme)) return std::make_unique<DirectoryLake>(place);
  std::string_view rest = std::string_view(place).substr(kScheme.size());
  if (rest.ends_with('/')) rest.remove_suffix(1);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  const std::string_view prefix = rest.substr(std::min(slash + 1, rest.size()));
  auto s3 = aws::connect_s3(std::string(rest.substr(0, slash)), endpoints, environment);
  try {
    return std::make_unique<S3Lake>(std::move(s3), std::string(prefix));
  } catch (const base::Error&) {
    throw base::Error(base::Fault::usage, fmt::format("{}: a prefix must not have an empty part, a . or a ..", place));
  }
}

}  // namespace segue::lake
