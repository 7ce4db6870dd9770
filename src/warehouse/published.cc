#include "warehouse/published.h"

#include <fmt/core.h>

#include "base/error.h"

namespace segue::warehouse {
namespace {

std::filesystem::path required(std::filesystem::path file) {
  if (!std::filesystem::exists(file))
    throw base::Error(base::Fault::usage,
                      "no warehouse is published yet: run `segue import PATH` or `segue poll`, then "
                      "`segue transform`");
  return file;
}

}  // namespace

Published::Published(const Files& files)
    : database_(required(files.published()), Access::read_only), connection_(database_) {}

}  // namespace segue::warehouse
