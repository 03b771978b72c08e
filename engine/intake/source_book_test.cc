// Method: what is set is read back from the same book and from one opened anew; documents are damaged byte by byte.
#include "intake/source_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>
#include <thread>

#include "formats/format.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

std::unique_ptr<SourceBook> open_book(Store& store) { return must(SourceBook::open(store)); }

SourceSpec web() {
  SourceSpec spec;
  spec.name = "web shop";
  spec.format = "tracking";
  spec.zone = "Europe/Amsterdam";
  spec.country = "NL";
  spec.currency = "EUR";
  return spec;
}

// A format whose webhooks are signed.
SourceSpec desk() {
  SourceSpec spec;
  spec.name = "desk";
  for (const Format& format : formats()) {
    if (format.signing && format.webhooks) spec.format = format.id;
  }
  spec.signing_secret = "sesame";
  return spec;
}

void expect_equal(const SourceSpec& a, const SourceSpec& b) {
  EXPECT_EQ(source_text(a), source_text(b));
  EXPECT_EQ(a.name, b.name);
}

TEST(SourceBook, KeepsWhatIsSet) {
  const TemporaryFolder folder;
  std::vector<SourceSpec> before;
  {
    const auto store = open_store(folder.path());
    const auto book = open_book(*store);
    EXPECT_THAT(book->list(), IsEmpty());
    ASSERT_TRUE(book->put(web()).ok());
    SourceSpec off = desk();
    off.enabled = false;
    if (!off.format.empty()) {
      const Status put = book->put(off);
      ASSERT_TRUE(put.ok()) << put.to_string();
    }
    ASSERT_TRUE(book->make_key("web shop", "write"));
    before = book->list();
    EXPECT_EQ(must(book->find("web shop")).zone, "Europe/Amsterdam");
  }
  const auto store = open_store(folder.path());
  const auto book = open_book(*store);
  const std::vector<SourceSpec> after = book->list();
  ASSERT_EQ(after.size(), before.size());
  for (size_t i = 0; i < after.size(); ++i) expect_equal(after[i], before[i]);
}

TEST(SourceBook, ReplacingKeepsKeysAndAge) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto book = open_book(*store);
  ASSERT_TRUE(book->put(web()).ok());
  const auto key = must(book->make_key("web shop", "write"));
  const SourceSpec first = must(book->find("web shop"));
  SourceSpec changed = web();
  changed.currency = "USD";
  ASSERT_TRUE(book->put(changed).ok());
  const SourceSpec second = must(book->find("web shop"));
  EXPECT_EQ(second.currency, "USD");
  EXPECT_EQ(second.made, first.made);
  ASSERT_EQ(second.keys.size(), 1u);
  ASSERT_NE(book->by_key(key.key, "write"), nullptr);
  EXPECT_EQ(book->by_key(key.key, "write")->currency, "USD");
}

TEST(SourceBook, KeysOpenTheirSourceAndNothingElse) {
  const TemporaryFolder folder;
  SourceBook::NewKey write;
  SourceBook::NewKey other;
  {
    const auto store = open_store(folder.path());
    const auto book = open_book(*store);
    ASSERT_TRUE(book->put(web()).ok());
    write = must(book->make_key("web shop", "write"));
    other = must(book->make_key("web shop", "write"));
    EXPECT_TRUE(write.key.starts_with("sjw_"));
    EXPECT_EQ(write.key.size(), 4u + 48u);
    EXPECT_NE(write.key, other.key);
    EXPECT_NE(write.id, other.id);
    // The record never holds the key itself.
    for (const Document& document : must(store->documents("source"))) {
      EXPECT_THAT(document.text, Not(HasSubstr(write.key.substr(4))));
    }
    ASSERT_NE(book->by_key(write.key, "write"), nullptr);
    EXPECT_EQ(book->by_key(write.key, "write")->name, "web shop");
    EXPECT_EQ(book->by_key(write.key, "hook"), nullptr);
    EXPECT_EQ(book->by_key("", "write"), nullptr);
    EXPECT_EQ(book->by_key(write.key + "0", "write"), nullptr);
    EXPECT_EQ(book->by_key(write.key.substr(0, 51), "write"), nullptr);
    EXPECT_EQ(book->by_key(std::string(10'000'000, 'x'), "write"), nullptr);
    ASSERT_TRUE(book->set_enabled("web shop", false).ok());
    EXPECT_FALSE(book->by_key(write.key, "write")->enabled);
    ASSERT_TRUE(book->set_enabled("web shop", true).ok());
    ASSERT_TRUE(book->revoke_key("web shop", write.id).ok());
    EXPECT_EQ(book->by_key(write.key, "write"), nullptr);
    EXPECT_NE(book->by_key(other.key, "write"), nullptr);
    EXPECT_TRUE(book->revoke_key("web shop", write.id).ok());
    EXPECT_EQ(book->revoke_key("web shop", "nothing").code(), StatusCode::kNotFound);
  }
  const auto store = open_store(folder.path());
  const auto book = open_book(*store);
  EXPECT_EQ(book->by_key(write.key, "write"), nullptr);
  EXPECT_NE(book->by_key(other.key, "write"), nullptr);
  EXPECT_TRUE(must(book->find("web shop")).keys[0].revoked.has_value());
}

TEST(SourceBook, HookKeysAreForFormatsThatArriveLive) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto book = open_book(*store);
  if (desk().format.empty()) GTEST_SKIP() << "no format is signed yet";
  ASSERT_TRUE(book->put(desk()).ok());
  const auto hook = must(book->make_key("desk", "hook"));
  EXPECT_TRUE(hook.key.starts_with("sjh_"));
  EXPECT_EQ(book->by_key(hook.key, "hook")->name, "desk");
  EXPECT_EQ(book->by_key(hook.key, "write"), nullptr);
  EXPECT_EQ(book->make_key("desk", "write").status().code(), StatusCode::kInvalidArgument);
  ASSERT_TRUE(book->put(web()).ok());
  EXPECT_EQ(book->make_key("web shop", "hook").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(book->make_key("web shop", "admin").status().code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(book->make_key("nobody", "write").status().code(), StatusCode::kNotFound);
}

TEST(SourceBook, RefusesWhatCannotBe) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto book = open_book(*store);
  const auto refused = [&](const std::function<void(SourceSpec&)>& change, const std::string& where) {
    SourceSpec spec = web();
    change(spec);
    const Status status = book->put(spec);
    EXPECT_EQ(status.code(), StatusCode::kInvalidArgument) << where;
    EXPECT_THAT(status.where(), HasSubstr(where));
    return status.message();
  };
  refused([](SourceSpec& spec) { spec.name = ""; }, "name");
  refused([](SourceSpec& spec) { spec.name = std::string(101, 'x'); }, "name");
  refused([](SourceSpec& spec) { spec.name = "a\nb"; }, "name");
  refused([](SourceSpec& spec) { spec.name = "a\x80"; }, "name");
  refused([](SourceSpec& spec) { spec.name = " a"; }, "name");
  EXPECT_THAT(refused([](SourceSpec& spec) { spec.format = "trackin"; }, "format"), HasSubstr("tracking"));
  EXPECT_THAT(refused([](SourceSpec& spec) { spec.zone = "Europe/Amsterdm"; }, "zone"), HasSubstr("Amsterdam"));
  refused([](SourceSpec& spec) { spec.country = "Netherlands"; }, "country");
  refused([](SourceSpec& spec) { spec.currency = "eur"; }, "currency");
  refused([](SourceSpec& spec) { spec.settings["locale"] = "nl"; }, "settings");
  refused([](SourceSpec& spec) { spec.signing_secret = "x"; }, "signing_secret");
  EXPECT_THAT(book->list(), IsEmpty());
  EXPECT_EQ(book->set_enabled("web", true).code(), StatusCode::kNotFound);
  ASSERT_TRUE(book->put(web()).ok());
  EXPECT_THAT(book->find("web shp").status().message(), HasSubstr("web shop"));
}

TEST(SourceBook, DamageNamesTheSource) {
  SourceSpec spec = desk();
  spec.keys.push_back({"a1", "hook", std::string(64, 'a'), 5, 6});
  const std::string good = source_text(spec);
  expect_equal(must(parse_source("desk", good)), spec);
  using Json = nlohmann::json;
  const auto damage = [&](const std::function<void(Json&)>& change) {
    Json json = Json::parse(good);
    change(json);
    const auto read = parse_source("desk", json.dump());
    ASSERT_FALSE(read) << json.dump();
    EXPECT_EQ(read.error().code(), StatusCode::kCorruption);
    EXPECT_THAT(read.error().to_string(), HasSubstr("\"desk\""));
  };
  const Json whole = Json::parse(good);
  for (const auto& [name, value] : whole.items()) {
    damage([&](Json& json) { json.erase(name); });
    damage([&](Json& json) { json[name] = nullptr; });
    damage([&](Json& json) { json[name] = 1.5; });
  }
  damage([](Json& json) { json["settings"] = {{"a", 1}}; });
  damage([](Json& json) { json["keys"] = {1}; });
  for (const auto& [name, value] : whole["keys"][0].items()) {
    if (name != "revoked") damage([&](Json& json) { json["keys"][0].erase(name); });
    damage([&](Json& json) { json["keys"][0][name] = Json::array(); });
  }
  damage([](Json& json) { json["keys"][0]["digest"] = "abc"; });
  damage([](Json& json) { json["keys"][0]["kind"] = "admin"; });
  for (const std::string text : {"", "{", "[]", "null", "\xff"}) {
    EXPECT_EQ(parse_source("desk", text).status().code(), StatusCode::kCorruption);
  }
  // Any cut and any changed byte is read, or refused: never worse.
  for (size_t i = 0; i < good.size(); ++i) {
    (void)parse_source("desk", good.substr(0, i));
    std::string other = good;
    other[i] = static_cast<char>(other[i] ^ 0x15);
    (void)parse_source("desk", other);
  }

  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const Document broken{"source", "desk", "{\"format\":1}", 0};
  ASSERT_TRUE(store->put_documents({&broken, 1}).ok());
  const auto book = SourceBook::open(*store);
  ASSERT_FALSE(book);
  EXPECT_EQ(book.error().code(), StatusCode::kCorruption);
  EXPECT_THAT(book.error().to_string(), HasSubstr("\"desk\""));
}

TEST(SourceBook, TakesAnyNumberOfThreads) {
  const TemporaryFolder folder;
  const auto store = open_store(folder.path());
  const auto book = open_book(*store);
  ASSERT_TRUE(book->put(web()).ok());
  const auto key = must(book->make_key("web shop", "write"));
  std::vector<std::thread> threads;
  for (int t = 0; t < 3; ++t) {
    threads.emplace_back([&] {
      for (int i = 0; i < 300; ++i) EXPECT_NE(book->by_key(key.key, "write"), nullptr);
    });
  }
  std::set<std::string> ids;
  for (int i = 0; i < 10; ++i) {
    const auto made = must(book->make_key("web shop", "write"));
    EXPECT_TRUE(ids.insert(made.id).second);
    EXPECT_TRUE(book->set_enabled("web shop", i % 2 == 0).ok());
    if (i % 2 == 0) {
      EXPECT_TRUE(book->revoke_key("web shop", made.id).ok());
    }
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(must(book->find("web shop")).keys.size(), 11u);
}

TEST(SourceBook, TellsTheWriter) {
  const WriterOptions options = must(writer_options(web()));
  EXPECT_EQ(options.zone.name(), "Europe/Amsterdam");
  EXPECT_EQ(options.country, "NL");
  EXPECT_EQ(options.currency, "EUR");
}

}  // namespace
}  // namespace sojourn
