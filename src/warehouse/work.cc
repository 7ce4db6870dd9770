#include "warehouse/work.h"

#include <fmt/core.h>

#include "base/error.h"
#include "base/log.h"
#include "warehouse/migrations.h"

namespace segue::warehouse {
namespace {

using base::Error;
using base::Fault;

void migrate(Connection& connection, const std::filesystem::path& path) {
  connection.execute(
      "create schema if not exists segue_raw;"
      "create table if not exists segue_raw.schema_versions (version integer primary key, name varchar not null)");
  const auto have =
      connection.number("select cast(coalesce(max(version), 0) as bigint) from segue_raw.schema_versions");
  const auto& all = migrations();
  if (have > static_cast<std::int64_t>(all.size()))
    throw Error(Fault::usage,
                fmt::format("{} has raw tables of version {}, this segue knows versions up to {}: use the newer segue, "
                            "or move the file away and run `segue rebuild`",
                            path.string(), have, all.size()));
  for (auto version = static_cast<std::size_t>(have); version < all.size(); ++version) {
    Transaction transaction(connection);
    connection.execute(std::string(all[version].sql));
    connection.execute(
        fmt::format("insert into segue_raw.schema_versions values ({}, '{}')", version + 1, all[version].name));
    transaction.commit();
  }
}

void set_aside(const std::filesystem::path& path, const char* why) {
  for (const char* suffix : {"", ".wal"}) {
    const std::filesystem::path from = path.string() + suffix, to = path.string() + ".damaged" + suffix;
    std::filesystem::remove(to);
    if (std::filesystem::exists(from)) std::filesystem::rename(from, to);
  }
  spdlog::warn("{}: it is set aside as {}.damaged, the tables are made anew from the lake", why,
               path.filename().string());
}

}  // namespace

WorkFile::WorkFile(const Files& files, const base::FileLock&) : path_(files.work()) {
  std::filesystem::create_directories(files.home);
  try {
    open();
  } catch (const Damaged& damage) {
    database_.reset();
    set_aside(path_, damage.what());
    open();
  }
}

void WorkFile::open() {
  database_ = std::make_unique<Database>(path_, Access::read_write);
  Connection connection(*database_);
  migrate(connection, path_);
}

void WorkFile::close() {
  {
    Connection connection(*database_);
    connection.execute("checkpoint");
  }
  database_.reset();
}

}  // namespace segue::warehouse
