// For tests of the intake's routes: a source, its key, and requests as SDKs write them.
#pragma once

#include <string>
#include <vector>

#include "api/company_fixture.h"
#include "base/decimal.h"

namespace sojourn {

class IntakeSite {
 public:
  explicit IntakeSite(const std::string& admin_key = "") : server(admin_key), key(server.company().add_source("web")) {}

  HttpReply post(std::string_view target, std::string body, std::vector<NamedText> headers = {}) {
    return server.ask("POST", target, std::move(body), std::move(headers));
  }
  HttpReply get(std::string_view target, std::vector<NamedText> headers = {}) {
    return server.ask("GET", target, "", std::move(headers));
  }
  NamedText bearer() const { return {"Authorization", "Bearer " + key}; }

  // The rows of an SQL question, cells joined by "|".
  std::vector<std::string> rows(const std::string& sql) {
    const SqlTable table = server.company().store().sql(sql, 1000).value();
    std::vector<std::string> rows;
    for (const auto& row : table.rows) {
      std::string text;
      for (const auto& cell : row) text += (text.empty() ? "" : "|") + cell.value_or("-");
      rows.push_back(text);
    }
    return rows;
  }
  int64_t events_of(const std::string& source = "web") {
    return parse_integer(rows("select count(*) from events where source = '" + source + "'").front()).value();
  }

  TestApplication server;
  std::string key;
};

}  // namespace sojourn
