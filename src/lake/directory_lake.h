// A lake in a folder: a key is a path below the folder. Safe for several processes at once.
#pragma once
#include <filesystem>

#include "lake/lake.h"

namespace segue::lake {

class DirectoryLake final : public Lake {
 public:
  explicit DirectoryLake(std::filesystem::path root) : root_(std::move(root)) {}
  bool put_new(const std::string& key, std::string_view bytes) override;
  std::string get(const std::string& key) const override;
  bool exists(const std::string& key) const override;
  std::vector<std::string> folders(std::string_view prefix) const override;
  std::vector<ListedObject> list(std::string_view prefix, std::string_view after = {}) const override;

 private:
  std::filesystem::path path_of(const std::string& key) const;
  std::filesystem::path root_;
};

}  // namespace segue::lake
