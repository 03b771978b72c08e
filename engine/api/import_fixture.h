// For tests: files brought in through the API by plain values.
#pragma once

#include <gmock/gmock.h>

#include <string>
#include <thread>
#include <vector>

#include "api/server_fixture.h"
#include "base/disk.h"

namespace sojourn {

inline const std::string kGood =
    "time,customer,touchpoint\n"
    "2026-02-05T10:00:00Z,c-1,purchase\n"
    "2026-02-06T10:00:00Z,c-2,visit\n";
inline const std::string kMap =
    "source = \"till\"\n\n[[file]]\nname = \"*\"\n\n[[file.event]]\ntime = \"when\"\nwho.id = \"card\"\n";

class Imports : public testing::Test {
 protected:
  HttpReply post(const std::string& target, const std::string& body) { return server_.ask("POST", target, body); }
  Json ended(const Json& job) {
    const std::string id = job["id"].get<std::string>();
    for (int i = 0; i < 2000; ++i) {
      Json now = server_.json("GET", "/v1/imports/" + id);
      if (now["ended_at"].is_string()) return now;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    ADD_FAILURE() << "the import does not end";
    return {};
  }
  Json read(const std::string& target, const std::string& body) {
    const HttpReply reply = post(target, body);
    EXPECT_EQ(reply.status, 202) << reply.body;
    return reply.status == 202 ? ended(Json::parse(reply.body)) : Json();
  }
  void refused(const std::string& target, const std::string& body, int status, const std::string& where,
               const std::string& says = "") {
    const HttpReply reply = post(target, body);
    EXPECT_EQ(reply.status, status) << target << " " << reply.body;
    const Json problem = Json::parse(reply.body);
    EXPECT_EQ(problem.value("where", ""), where) << target << " " << reply.body;
    EXPECT_THAT(problem.value("detail", ""), testing::HasSubstr(says)) << target;
  }
  std::vector<std::string> left() {
    const Result<std::vector<std::string>> names = list_folder(server_.company().imports().folder());
    return names ? *names : std::vector<std::string>();
  }
  TestApplication server_;
};

}  // namespace sojourn
