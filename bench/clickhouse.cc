#include "clickhouse.h"

#include <dlfcn.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string_view>

#include "must.h"

namespace sojourn::bench {
namespace {

// chDB's C interface, as far as it is used here. A connection is a pointer to a handle, a result is opaque.
using Connect = void** (*)(int, char**);
using Close = void (*)(void**);
using Query = void* (*)(void*, const char*, const char*);
using Buffer = char* (*)(void*);
using Length = size_t (*)(void*);
using Error = const char* (*)(void*);
using Destroy = void (*)(void*);

Rows rows_of(std::string_view tabbed) {
  Rows rows;
  while (!tabbed.empty()) {
    const size_t end = std::min(tabbed.find('\n'), tabbed.size());
    std::string_view line = tabbed.substr(0, end);
    tabbed.remove_prefix(std::min(end + 1, tabbed.size()));
    std::vector<std::string>& row = rows.emplace_back();
    while (true) {
      const size_t tab = line.find('\t');
      row.emplace_back(line.substr(0, tab));
      if (tab == std::string_view::npos) break;
      line.remove_prefix(tab + 1);
    }
  }
  return rows;
}

}  // namespace

std::string clickhouse_library() {
  if (const char* named = std::getenv("SOJOURN_CHDB"); named != nullptr) return named;
  const std::string path = SOJOURN_SOURCE_DIR "/bench/rivals/node_modules/@chdb/lib-linux-x64-gnu/libchdb.so";
  return std::filesystem::exists(path) ? path : "";
}

struct ClickHouse::Library {
  explicit Library(const std::string& path) : handle(dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL | RTLD_DEEPBIND)) {
    if (handle == nullptr) fail(std::string("ClickHouse cannot be loaded: ") + dlerror());
    find(connect, "chdb_connect");
    find(close, "chdb_close_conn");
    find(query, "chdb_query");
    find(buffer, "chdb_result_buffer");
    find(length, "chdb_result_length");
    find(error, "chdb_result_error");
    find(destroy, "chdb_destroy_query_result");
  }
  template <class F>
  void find(F& function, const char* name) {
    function = reinterpret_cast<F>(dlsym(handle, name));
    if (function == nullptr) fail(std::string("this ClickHouse library has no ") + name);
  }

  void* handle;
  Connect connect = nullptr;
  Close close = nullptr;
  Query query = nullptr;
  Buffer buffer = nullptr;
  Length length = nullptr;
  Error error = nullptr;
  Destroy destroy = nullptr;
  void** connection = nullptr;
};

ClickHouse::ClickHouse(const std::string& folder) : library_(std::make_unique<Library>(clickhouse_library())) {
  std::string program = "clickhouse";
  std::string path = "--path=" + folder;
  std::array<char*, 2> words{program.data(), path.data()};
  library_->connection = library_->connect(static_cast<int>(words.size()), words.data());
  if (library_->connection == nullptr || *library_->connection == nullptr) fail("ClickHouse does not start");
}

ClickHouse::~ClickHouse() { library_->close(library_->connection); }

Rows ClickHouse::run(const std::string& sql) {
  void* result = library_->query(*library_->connection, sql.c_str(), "TabSeparated");
  if (result == nullptr) throw std::runtime_error("ClickHouse gives no result for: " + sql);
  if (const char* error = library_->error(result); error != nullptr) {
    const std::string why = error;
    library_->destroy(result);
    throw std::runtime_error("ClickHouse: " + why);
  }
  const size_t length = library_->length(result);
  Rows rows = rows_of({length == 0 ? "" : library_->buffer(result), length});
  library_->destroy(result);
  return rows;
}

}  // namespace sojourn::bench
