// Permissions, passwords, accounts, sessions, tokens and the audit log, each by itself.
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "access/access_json.h"
#include "access/hashing_queue.h"
#include "access/password.h"
#include "access/secret.h"
#include "store/batch_fixture.h"

namespace sojourn {
namespace {

constexpr Micros kStart = 1'767'225'600 * kSecond;
constexpr const char* kGood = "eleven green bicycles";

TEST(Permissions, EachRoleHasItsOwn) {
  const auto names = [](Role role) { return permissions_of(role).names(); };
  EXPECT_EQ(names(Role::kOwner).size(), kPermissionCount);
  EXPECT_EQ(names(Role::kAdmin).size(), kPermissionCount);
  EXPECT_EQ(names(Role::kAnalyst), (std::vector<std::string>{"ask", "people", "boards", "record", "personal"}));
  EXPECT_EQ(names(Role::kManager), (std::vector<std::string>{"ask", "people", "boards"}));
  EXPECT_EQ(names(Role::kAgent), (std::vector<std::string>{"people", "personal"}));
  EXPECT_EQ(names(Role::kViewer), (std::vector<std::string>{"ask"}));
  for (const Role role : kRoles) {
    EXPECT_EQ(parse_role(role_name(role)).value(), role);
    // A scope that could be read past would be none.
    if (may_have_scope(role)) {
      EXPECT_TRUE(kScopedPermissions.has_all(permissions_of(role))) << role_name(role);
    }
  }
  EXPECT_EQ(parse_role("onwer").error().message(), "\"onwer\" is no role. Did you mean owner?");
  EXPECT_EQ(parse_permission("records").error().where(), "permission");
}

TEST(Permissions, PersonalDataAreGivenOrTakenByAccount) {
  Account account;
  account.account = "anna";
  account.role = Role::kManager;
  EXPECT_FALSE(permissions_of(account).has(Permission::kPersonal));
  account.personal = true;
  EXPECT_TRUE(permissions_of(account).has_all(permissions_of(Role::kManager) | Permission::kPersonal));
  EXPECT_EQ(read_account(account_document(account)).value().personal, true);
  account.role = Role::kAgent;
  account.personal = false;
  EXPECT_EQ(permissions_of(account).names(), (std::vector<std::string>{"people"}));
  EXPECT_EQ(read_account(account_document(account)).value().personal, false);
  const Account told = read_account_wish({{"personal", nullptr}}, "anna", account, kStart).value();
  EXPECT_FALSE(told.personal.has_value());
  EXPECT_EQ(told_change(told, account), "personal data as the role");
  EXPECT_EQ(read_account_wish({{"personal", "yes"}}, "anna", account, kStart).error().where(), "personal");
}

TEST(Password, IsRefusedWhenItIsShortCommonOrTheName) {
  EXPECT_TRUE(check_password(kGood, "anna").ok());
  EXPECT_TRUE(check_password("Ж3лтый-трамвай на мосту", "anna").ok());
  EXPECT_TRUE(check_password("correct horse battery staple", "bo").ok());
  EXPECT_TRUE(check_password("tr0ub4dor&3xyz", "anna").ok());
  for (const char* bad :
       {"", "short", "ninechars", "éééééééé", "my name is ANNA ok", "\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"}) {
    EXPECT_FALSE(check_password(bad, "anna").ok()) << bad;
  }
  EXPECT_FALSE(check_password("anna-loves-ferries", "anna@example.com").ok()) << "the name without its domain";
  EXPECT_FALSE(check_password(std::string(kPasswordBytesMax + 1, 'x') + "yz", "anna").ok());
  EXPECT_TRUE(check_password("boiled onions again", "bo").ok()) << "a short name stands in many words";
}

TEST(Password, CommonOnesAreKnownHoweverTheyAreWritten) {
  for (const char* common :
       {"1234567890",       "0987654321",        "password123",   "Password123!",     "P@ssw0rd2024",  "p4ssw0rd!!",
        "passwordpassword", "qwertyuiop",        "qwerty123456",  "1q2w3e4r5t",       "1qaz2wsx3edc",  "aaaaaaaaaa",
        "1212121212",       "abcabcabcabc",      "Welcome2026!",  "W3lc0me2026",      "letmein12345",  "iloveyou123",
        "administrator",    "adminadmin",        "admin12345",    "Summer2025!!",     "superman1234",  "sunshine2020",
        "2024-12-31-23",    "+31 6 12345678",    "changeme123",   "trustno1trustno1", "welcomeadmin1", "zxcvbnm1234",
        "asdfghjkl1",       "iloveyou iloveyou", "Wachtwoord01!", "sojourn2026"}) {
    EXPECT_TRUE(is_common_password(common)) << common;
  }
  for (const char* own : {kGood, "twelve slow ferries", "Tr0mb0ne$ in March", "x7Kq9-mm2Lp-w", "kastanje onder brug",
                          "sunshine on the harbour wall", "aubergine1984"}) {
    EXPECT_FALSE(is_common_password(own)) << own;
  }
}

TEST(Password, OnlyTheRightOneFitsItsHash) {
  const std::string hash = hash_password(kGood).value();
  EXPECT_TRUE(hash.starts_with("$argon2id$")) << hash;
  EXPECT_NE(hash.find("m=65536"), std::string::npos) << "64 MiB: " << hash;
  EXPECT_TRUE(verify_password(kGood, hash));
  EXPECT_FALSE(verify_password("eleven green bicycle", hash));
  EXPECT_FALSE(verify_password("", hash));
  EXPECT_FALSE(verify_password(std::string("eleven green bicycles\0", 22), hash));
  EXPECT_FALSE(verify_password(kGood, ""));
  EXPECT_FALSE(verify_password(kGood, "not a hash"));
  EXPECT_NE(hash_password(kGood).value(), hash) << "salted";
}

TEST(Secret, HashesAreThoseOfSha256) {
  EXPECT_EQ(secret_hash("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(random_word(32).size(), 64u);
  EXPECT_NE(random_word(32), random_word(32));
  EXPECT_TRUE(same_secret("ab", "ab"));
  EXPECT_FALSE(same_secret("ab", "ac"));
  EXPECT_FALSE(same_secret("ab", "abc"));
}

TEST(HashingQueue, DoesAllThatItTookAndTakesNoMoreThanItMay) {
  std::atomic<int> done{0};
  std::mutex gate;
  int taken = 0;
  {
    HashingQueue queue(1, 3);
    gate.lock();
    for (int i = 0; i < 20; ++i) {
      taken += queue.push([&] {
        const std::lock_guard lock(gate);
        ++done;
      });
    }
    EXPECT_GE(taken, 3);
    EXPECT_LE(taken, 4) << "one under way, three that wait";
    EXPECT_EQ(done, 0);
    gate.unlock();
  }
  EXPECT_EQ(done, taken);
}

TEST(AccountName, IsOneWordInSmallLetters) {
  EXPECT_EQ(account_name(" Anna ").value(), "anna");
  EXPECT_EQ(account_name("anna@example.com").value(), "anna@example.com");
  for (const char* bad : {"", " ", "a b", "-anna", "änna", "a/b", "a\"b"}) {
    EXPECT_EQ(account_name(bad).status().where(), "account") << bad;
  }
  EXPECT_FALSE(account_name(std::string(65, 'a')).has_value());
}

class Book : public testing::Test {
 protected:
  Book() { open(); }
  void open() {
    book_.reset();
    store_.reset();
    StoreOptions options;
    options.create = true;
    store_ = Store::open(folder_.path(), options).value();
    book_ = AccountBook::open(*store_).value();
  }
  static Account account(const std::string& name, Role role, const std::string& hash = "hash") {
    Account made;
    made.account = name;
    made.role = role;
    made.password_hash = hash;
    return made;
  }
  void put(const Account& made) {
    const Status put = book_->put(made);
    EXPECT_TRUE(put.ok()) << put.to_string();
  }
  TemporaryFolder folder_;
  std::unique_ptr<Store> store_;
  std::unique_ptr<AccountBook> book_;
};

TEST_F(Book, TheFirstAccountIsAnOwnerWhoCanSignIn) {
  EXPECT_TRUE(book_->empty());
  EXPECT_EQ(book_->put(account("bert", Role::kAdmin)).where(), "role");
  EXPECT_EQ(book_->put(account("anna", Role::kOwner, "")).code(), StatusCode::kInvalidArgument);
  EXPECT_TRUE(book_->empty());
  put(account("anna", Role::kOwner));
  EXPECT_FALSE(book_->empty());
  put(account("bert", Role::kViewer, ""));
  EXPECT_EQ(book_->list().size(), 2u);
  EXPECT_EQ(book_->find("berd").error().message(), "there is no account \"berd\". Did you mean bert?");
  EXPECT_EQ(book_->who_grants(), std::vector<std::string>{"anna"});
}

TEST_F(Book, TheLastOwnerStays) {
  put(account("anna", Role::kOwner));
  EXPECT_EQ(book_->remove("anna").code(), StatusCode::kConflict);
  EXPECT_EQ(book_->put(account("anna", Role::kAdmin)).code(), StatusCode::kConflict);
  Account disabled = account("anna", Role::kOwner);
  disabled.disabled = true;
  EXPECT_EQ(book_->put(disabled).code(), StatusCode::kConflict);
  put(account("carl", Role::kOwner, ""));
  EXPECT_EQ(book_->remove("anna").code(), StatusCode::kConflict) << "carl cannot sign in";
  put(account("carl", Role::kOwner));
  EXPECT_TRUE(book_->remove("anna").ok());
  EXPECT_EQ(book_->remove("carl").code(), StatusCode::kConflict);
  EXPECT_EQ(book_->remove("anna").code(), StatusCode::kNotFound);
}

TEST_F(Book, AChangeStartsFromWhatOthersLeft) {
  put(account("anna", Role::kOwner));
  put(account("bert", Role::kViewer));
  const auto rename = [](const std::optional<Account>& as_it_is) -> Result<Account> {
    if (!as_it_is) return Status::not_found("gone");
    Account changed = *as_it_is;
    changed.name += "x";
    return changed;
  };
  constexpr size_t kTimes = 20;
  std::vector<std::thread> threads;
  for (int i = 0; i < 2; ++i) {
    threads.emplace_back([&] {
      for (size_t each = 0; each < kTimes; ++each) EXPECT_TRUE(book_->change("bert", rename).ok());
    });
  }
  for (std::thread& each : threads) each.join();
  EXPECT_EQ(book_->find("bert").value().name, account("bert", Role::kViewer).name + std::string(2 * kTimes, 'x'));
  const auto refuse = [](const std::optional<Account>&) -> Result<Account> { return Status::conflict("no"); };
  EXPECT_EQ(book_->change("bert", refuse).code(), StatusCode::kConflict);
  ASSERT_TRUE(book_->remove("bert").ok());
  EXPECT_EQ(book_->change("bert", rename).code(), StatusCode::kNotFound);
  EXPECT_FALSE(book_->find("bert").has_value()) << "who was removed stays so";
  AccessToken token;
  token.account = "bert";
  token.permissions = Permission::kAsk;
  EXPECT_EQ(book_->make_token(token).error().code(), StatusCode::kNotFound);
}

TEST_F(Book, AnOldPasswordOpensNoSessionOnceThereIsANewOne) {
  put(account("anna", Role::kOwner));
  const std::string verified = book_->find("anna").value().password_hash;
  EXPECT_TRUE(book_->begin_session("anna", "", "", kStart, verified).has_value());
  put(account("anna", Role::kOwner, "another"));
  EXPECT_EQ(book_->begin_session("anna", "", "", kStart, verified).error().code(), StatusCode::kConflict);
  Account bert = account("bert", Role::kViewer);
  bert.disabled = true;
  put(bert);
  EXPECT_EQ(book_->begin_session("bert", "", "", kStart, bert.password_hash).error().code(), StatusCode::kConflict);
}

TEST_F(Book, ASessionEndsWhenItIsIdleOrOld) {
  put(account("anna", Role::kOwner));
  const std::string secret = book_->begin_session("anna", "", "Firefox", kStart).value().secret;
  EXPECT_EQ(secret.size(), 64u);
  EXPECT_FALSE(book_->enter("wrong", kStart).has_value());
  EXPECT_FALSE(book_->enter("", kStart).has_value());
  EXPECT_EQ(book_->enter(secret, kStart)->account.account, "anna");
  Micros at = kStart;
  for (; at < kStart + kSessionLife; at += kSessionIdle - kSecond) {
    ASSERT_TRUE(book_->enter(secret, at).has_value()) << "in use";
  }
  EXPECT_FALSE(book_->enter(secret, kStart + kSessionLife).has_value()) << "old";
  const std::string idle = book_->begin_session("anna", "", "", kStart).value().secret;
  EXPECT_FALSE(book_->enter(idle, kStart + kSessionIdle).has_value());
}

TEST_F(Book, SessionsEndWithWhatTheyStandFor) {
  put(account("anna", Role::kOwner));
  put(account("bert", Role::kViewer));
  const auto begin = [this](const char* name) { return book_->begin_session(name, "", "", kStart).value(); };
  const auto open = [this](const AccountBook::Opened& each) { return book_->enter(each.secret, kStart).has_value(); };
  const AccountBook::Opened first = begin("bert"), second = begin("bert"), other = begin("anna");
  ASSERT_TRUE(book_->put(account("bert", Role::kAgent)).ok());
  EXPECT_TRUE(open(first)) << "another role ends nothing";
  EXPECT_EQ(book_->enter(first.secret, kStart)->account.role, Role::kAgent) << "but holds at once";
  ASSERT_TRUE(book_->put(account("bert", Role::kAgent, "another"), second.session.id).ok());
  EXPECT_FALSE(open(first));
  EXPECT_TRUE(open(second)) << "who changed the password stays";
  Account disabled = account("bert", Role::kAgent, "another");
  disabled.disabled = true;
  put(disabled);
  EXPECT_FALSE(open(second));
  put(account("bert", Role::kAgent, "another"));
  EXPECT_FALSE(open(second)) << "enabling brings no session back";
  const AccountBook::Opened third = begin("bert");
  EXPECT_EQ(book_->end_session("anna", third.session.id).code(), StatusCode::kNotFound) << "not hers";
  EXPECT_TRUE(book_->end_session("bert", third.session.id).ok());
  EXPECT_FALSE(open(third));
  const AccountBook::Opened fourth = begin("bert");
  EXPECT_TRUE(book_->remove("bert").ok());
  EXPECT_FALSE(open(fourth));
  EXPECT_TRUE(open(other));
}

TEST_F(Book, WhatItKnowsOutlivesARestartAndSecretsAreNotOnDisk) {
  put(account("anna", Role::kOwner));
  const AccountBook::Opened session = book_->begin_session("anna", "203.0.113.7", "Firefox", kStart).value();
  AccessToken token;
  token.name = "sheet";
  token.account = "anna";
  token.permissions = Permission::kAsk;
  token.made = kStart;
  const AccountBook::NewToken made = book_->make_token(token).value();
  ASSERT_TRUE(book_->enter(session.secret, kStart + 10 * kHour).has_value());
  ASSERT_TRUE(book_->carry(made.secret, kStart + 10 * kHour).has_value());
  ASSERT_TRUE(book_->keep_uses(kStart + 10 * kHour).ok());
  for (const char* kind : {kAccountKind, kSessionKind, kTokenKind}) {
    for (const Document& each : store_->documents(kind).value()) {
      EXPECT_EQ(each.text.find(session.secret), std::string::npos);
      EXPECT_EQ(each.text.find(made.secret), std::string::npos);
    }
  }
  open();
  EXPECT_TRUE(book_->enter(session.secret, kStart + 20 * kHour).has_value()) << "its use was kept";
  EXPECT_EQ(book_->carry(made.secret, kStart + kDay)->token.permissions, Permissions(Permission::kAsk));
  EXPECT_EQ(book_->token(made.token.id)->used, kStart + kDay);
  const Micros much_later = kStart + 40 * kDay;
  ASSERT_TRUE(book_->keep_uses(much_later).ok());
  EXPECT_TRUE(store_->documents(kSessionKind).value().empty()) << "what is over goes";
}

TEST_F(Book, ATokenIsGoodUntilItExpiresOrItsAccountCannot) {
  put(account("anna", Role::kOwner));
  put(account("bert", Role::kAnalyst));
  AccessToken token;
  token.account = "bert";
  token.permissions = Permissions::all();
  token.expires = kStart + kDay;
  const AccountBook::NewToken made = book_->make_token(token).value();
  EXPECT_TRUE(made.secret.starts_with(kTokenPrefix));
  EXPECT_TRUE(book_->carry(made.secret, kStart).has_value());
  EXPECT_FALSE(book_->carry(made.secret, kStart + kDay).has_value());
  EXPECT_FALSE(book_->carry(made.secret + "0", kStart).has_value());
  Account disabled = account("bert", Role::kAnalyst);
  disabled.disabled = true;
  put(disabled);
  EXPECT_FALSE(book_->carry(made.secret, kStart).has_value());
  put(account("bert", Role::kAnalyst));
  EXPECT_TRUE(book_->carry(made.secret, kStart).has_value());
  EXPECT_TRUE(book_->remove("bert").ok());
  EXPECT_FALSE(book_->carry(made.secret, kStart).has_value());
  EXPECT_EQ(book_->revoke_token(made.token.id).code(), StatusCode::kNotFound) << "gone with its account";
  token.account = "";
  const AccountBook::NewToken nameless = book_->make_token(token).value();
  EXPECT_FALSE(book_->carry(nameless.secret, kStart)->account.has_value());
  EXPECT_TRUE(book_->revoke_token(nameless.token.id).ok());
  EXPECT_FALSE(book_->carry(nameless.secret, kStart).has_value());
}

TEST_F(Book, TheSessionUsedLongestAgoMakesRoom) {
  put(account("anna", Role::kOwner));
  std::vector<std::string> secrets;
  for (size_t i = 0; i <= kSessionsOfAccountMax; ++i) {
    secrets.push_back(book_->begin_session("anna", "", "", kStart + static_cast<Micros>(i)).value().secret);
  }
  EXPECT_FALSE(book_->enter(secrets.front(), kStart + kSecond).has_value());
  EXPECT_TRUE(book_->enter(secrets[1], kStart + kSecond).has_value());
}

TEST_F(Book, ADamagedAccountIsNamed) {
  const Document broken{kAccountKind, "anna", "{\"role\":\"emperor\"}"};
  ASSERT_TRUE(store_->put_documents({&broken, 1}).ok());
  const Status fault = AccountBook::open(*store_).status();
  EXPECT_EQ(fault.code(), StatusCode::kCorruption);
  EXPECT_NE(fault.message().find("anna"), std::string::npos);
}

TEST(AccountWish, WhatIsNotToldStays) {
  const auto read = [](const char* json, const std::optional<Account>& before) {
    return read_account_wish(AccessJson::parse(json), "bert", before, kStart);
  };
  EXPECT_EQ(read("{}", std::nullopt).status().where(), "role");
  const Account made =
      read(R"({"role":"manager","scope":"channel = \"web\"","email":"b@example.com"})", std::nullopt).value();
  EXPECT_EQ(made.made, kStart);
  const Account renamed = read(R"({"name":"Bert"})", made).value();
  EXPECT_EQ(renamed.scope, "channel = \"web\"");
  EXPECT_EQ(renamed.email, "b@example.com");
  EXPECT_EQ(told_change(renamed, made), "");
  const Account raised = read(R"({"role":"analyst"})", made).value();
  EXPECT_EQ(raised.scope, "") << "an analyst has none";
  EXPECT_EQ(told_change(raised, made), "role analyst, no scope");
  for (const auto& [wrong, where] :
       {std::pair(R"({"role":"analyst","scope":"true"})", "scope"), std::pair(R"({"home":"kitchen"})", "home"),
        std::pair(R"({"language":"fr"})", "language"), std::pair(R"({"email":"nobody"})", "email"),
        std::pair(R"({"disabled":1})", "disabled"), std::pair(R"({"name":"a\nb"})", "name"),
        std::pair(R"({"role":7})", "role")}) {
    EXPECT_EQ(read(wrong, made).status().where(), where) << wrong;
  }
}

TEST(TokenWish, GivesNoMoreThanIsHeld) {
  const auto read = [](const char* json) {
    return read_token_wish(AccessJson::parse(json), Permission::kAsk | Permission::kRecord, kStart);
  };
  EXPECT_EQ(read(R"({"name":"x","permissions":["ask"],"expires":"90d"})")->expires, kStart + 90 * kDay);
  EXPECT_EQ(read(R"({"name":"x","permissions":["ask"]})")->expires, 0);
  EXPECT_EQ(read(R"({"name":"x","permissions":["ask"],"expires":"2027-01-01"})")->expires, kStart + 365 * kDay);
  for (const auto& [wrong, where] :
       {std::pair(R"({"permissions":["ask"]})", "name"), std::pair(R"({"name":"x"})", "permissions"),
        std::pair(R"({"name":"x","permissions":[]})", "permissions"),
        std::pair(R"({"name":"x","permissions":["people"]})", "permissions"),
        std::pair(R"({"name":"x","permissions":["record"],"scope":"true"})", "permissions"),
        std::pair(R"({"name":"x","permissions":["ask"],"expires":"2020-01-01"})", "expires"),
        std::pair(R"({"name":"x","permissions":["ask"],"expires":"soon"})", "expires")}) {
    EXPECT_EQ(read(wrong).status().where(), where) << wrong;
  }
}

class Audit : public testing::Test {
 protected:
  std::unique_ptr<AuditLog> open(size_t file_bytes = AuditLog::kFileBytes, size_t files = AuditLog::kFilesMost) {
    return AuditLog::open(folder_.path() + "/audit", file_bytes, files).value();
  }
  static AuditEntry entry(const std::string& action, const std::string& account = "anna") {
    AuditEntry made;
    made.at = kStart;
    made.account = account;
    made.action = action;
    return made;
  }
  static std::vector<int64_t> numbers(const AuditLog& log, const AuditQuery& query) {
    std::vector<int64_t> found;
    for (const AuditEntry& each : log.read(query).value().entries) found.push_back(each.number);
    return found;
  }
  TemporaryFolder folder_;
};

TEST_F(Audit, ShowsTheNewestFirstPageByPage) {
  const std::unique_ptr<AuditLog> log = open();
  EXPECT_TRUE(numbers(*log, {}).empty());
  for (int i = 0; i < 7; ++i)
    ASSERT_TRUE(log->add(entry(i % 2 == 0 ? "token.made" : "sql", i < 5 ? "anna" : "bert")).ok());
  AuditQuery query;
  query.limit = 3;
  AuditLog::Page page = log->read(query).value();
  EXPECT_EQ(page.entries.front().number, 7);
  EXPECT_EQ(page.next, 5);
  query.before = 5;
  EXPECT_EQ(numbers(*log, query), (std::vector<int64_t>{4, 3, 2}));
  query.before = 2;
  page = log->read(query).value();
  EXPECT_EQ(page.entries.size(), 1u);
  EXPECT_FALSE(page.next.has_value());
  EXPECT_EQ(numbers(*log, {0, 100, "bert", ""}), (std::vector<int64_t>{7, 6}));
  EXPECT_EQ(numbers(*log, {0, 100, "", "token"}), (std::vector<int64_t>{7, 5, 3, 1}));
  EXPECT_EQ(numbers(*log, {0, 100, "anna", "sql"}), (std::vector<int64_t>{4, 2}));
  EXPECT_TRUE(numbers(*log, {0, 100, "", "tok"}).empty());
}

TEST_F(Audit, GoesOnAfterARestartAndCutsHalfALine) {
  ASSERT_TRUE(open()->add(entry("sql")).ok());
  ASSERT_TRUE(open()->add(entry("export")).ok());
  const std::string file = folder_.path() + "/audit/000000000001.jsonl";
  std::ofstream(file, std::ios::app) << "{\"number\":3,\"at\":17";
  const std::unique_ptr<AuditLog> log = open();
  ASSERT_TRUE(log->add(entry("sign_in")).ok());
  EXPECT_EQ(numbers(*log, {}), (std::vector<int64_t>{3, 2, 1}));
  EXPECT_EQ(log->read({}).value().entries.front().action, "sign_in");
}

TEST_F(Audit, OldFilesGo) {
  const std::unique_ptr<AuditLog> log = open(400, 3);
  for (int i = 0; i < 40; ++i) ASSERT_TRUE(log->add(entry("sql")).ok());
  const std::vector<int64_t> left = numbers(*log, {});
  EXPECT_LT(left.size(), 20u);
  EXPECT_EQ(left.front(), 40);
  for (size_t i = 1; i < left.size(); ++i) EXPECT_EQ(left[i], left[i - 1] - 1) << "without gaps";
  EXPECT_EQ(numbers(*open(400, 3), {}), left);
}

TEST_F(Audit, TextOfAnyKindComesBack) {
  AuditEntry odd = entry("sql");
  odd.detail = "select 'a\nb', \"\xff\" -- \t €";
  odd.subject = std::string("nul\0l", 5);
  const std::unique_ptr<AuditLog> log = open();
  ASSERT_TRUE(log->add(odd).ok());
  ASSERT_TRUE(log->add(entry("sql")).ok());
  const AuditLog::Page page = log->read({}).value();
  ASSERT_EQ(page.entries.size(), 2u);
  EXPECT_EQ(page.entries[1].subject, odd.subject);
  EXPECT_NE(page.entries[1].detail.find("select 'a\nb'"), std::string::npos);
}

TEST_F(Audit, ADiskThatTakesNothingIsSaid) {
  std::filesystem::create_directory(folder_.path() + "/audit");
  const std::unique_ptr<AuditLog> log = open();
  std::filesystem::remove(folder_.path() + "/audit");
  std::ofstream(folder_.path() + "/audit") << "no folder";
  EXPECT_EQ(log->add(entry("sql")).code(), StatusCode::kUnavailable);
}

}  // namespace
}  // namespace sojourn
