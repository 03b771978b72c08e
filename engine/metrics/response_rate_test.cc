// By hand for the matching of answers with invitations; against a twin on random lives.
#include "metrics/response_rate.h"

#include <gtest/gtest.h>

#include "measure/ask_fixture.h"
#include "metrics/random_life.h"

namespace sojourn {
namespace {

const MeasureDefinition kRate = response_rate_definition();

void invite(Fixture& life, const std::string& customer, const std::string& day, const Fixture::Fields& more = {}) {
  Fixture::Fields fields = {{"kind", "nps"}};
  fields.insert(fields.end(), more.begin(), more.end());
  life.add(customer, "2026-" + day, fields);
}

void answer(Fixture& life, const std::string& customer, const std::string& day, const Fixture::Fields& more = {}) {
  Fixture::Fields fields = {{"answer", "8"}};
  fields.insert(fields.end(), more.begin(), more.end());
  invite(life, customer, day, fields);
}

TEST(ResponseRate, CommentsAndChoicesAreNoInvitations) {
  Fixture life;
  invite(life, "anna", "01-01");
  answer(life, "anna", "01-02");
  life.add("anna", "2026-01-02", {{"kind", "text"}, {"text", "quick help"}});
  life.add("anna", "2026-01-02", {{"kind", "choice"}});
  EXPECT_EQ(ask(kRate, life).number("n"), 1);
  EXPECT_EQ(ask(kRate, life).number("value"), 100);
}

TEST(ResponseRate, AnsweredOfAsked) {
  Fixture life;
  for (const char* customer : {"anna", "bert", "cleo", "dora"}) invite(life, customer, "01-01");
  answer(life, "anna", "01-05");
  answer(life, "bert", "01-31");
  answer(life, "cleo", "02-01");
  answer(life, "emil", "01-02");
  const Asked asked = ask(kRate, life);
  EXPECT_EQ(asked.number("value"), 50);
  EXPECT_EQ(asked.number("n"), 4);
  EXPECT_EQ(asked.number("answered"), 2) << "thirty days are in time, thirty-one are not";
  EXPECT_EQ(asked.number("uninvited"), 2);
  EXPECT_NEAR(asked.number("low"), 15.004, 0.001);
  EXPECT_EQ(ask(kRate, life, with({{"within", "31d"}})).number("answered"), 3);
  EXPECT_EQ(who(kRate, life, {}, {{}, "answered"}), (std::vector<uint32_t>{life.number("anna"), life.number("bert")}));
}

TEST(ResponseRate, NobodyAskedIsNone) {
  Fixture life;
  life.add("anna", "2026-01-01", {{"touchpoint", "visit"}});
  EXPECT_EQ(ask(kRate, life).none("value"), "nobody was asked");
  answer(life, "anna", "01-02");
  EXPECT_EQ(ask(kRate, life).none("value"), "no invitations: all answers came uninvited");
  EXPECT_EQ(ask(kRate, life).number("uninvited"), 1);
}

TEST(ResponseRate, OneAnswerServesOneInvitation) {
  Fixture life;
  invite(life, "anna", "01-01");
  invite(life, "anna", "01-05");
  answer(life, "anna", "01-06");
  EXPECT_EQ(ask(kRate, life).number("value"), 50);
  answer(life, "anna", "01-06");
  EXPECT_EQ(ask(kRate, life).number("value"), 100);
  answer(life, "anna", "01-06");
  EXPECT_EQ(ask(kRate, life).number("uninvited"), 1);
}

TEST(ResponseRate, AnAnswerBeforeTheInvitationIsUninvited) {
  Fixture life;
  answer(life, "anna", "01-01");
  invite(life, "anna", "01-01");
  const Asked asked = ask(kRate, life);
  EXPECT_EQ(asked.number("answered"), 0) << "at the same moment the sequence decides";
  EXPECT_EQ(asked.number("uninvited"), 1);
}

TEST(ResponseRate, KindAndQuestionMustAgree) {
  Fixture life;
  invite(life, "anna", "01-01", {{"question", "q1"}});
  answer(life, "anna", "01-02", {{"question", "q2"}});
  life.add("anna", "2026-01-02", {{"kind", "csat"}, {"answer", "4"}});
  EXPECT_EQ(ask(kRate, life).number("answered"), 0);
  EXPECT_EQ(ask(kRate, life).number("uninvited"), 2);
  EXPECT_EQ(ask(kRate, life, with({{"kind", "csat"}})).number("uninvited"), 1);
  answer(life, "anna", "01-03");
  EXPECT_EQ(ask(kRate, life).number("answered"), 1) << "an answer that names no question fits";
}

TEST(ResponseRate, WithoutIdentifierNothingMatches) {
  Fixture life;
  invite(life, "", "01-01");
  answer(life, "", "01-02");
  EXPECT_EQ(ask(kRate, life).number("answered"), 0);
  EXPECT_EQ(ask(kRate, life).number("n"), 1);
  EXPECT_EQ(ask(kRate, life).number("uninvited"), 1);
}

TEST(ResponseRate, RangesCutInvitationsNotTheirAnswers) {
  Fixture life;
  invite(life, "anna", "01-31");
  answer(life, "anna", "02-02");
  Question january;
  january.to = "2026-02-01";
  EXPECT_EQ(ask(kRate, life, january).number("answered"), 1);
  Question february;
  february.from = "2026-02-01";
  EXPECT_EQ(ask(kRate, life, february).number("n"), 0);
  EXPECT_EQ(ask(kRate, life, february).number("uninvited"), 0) << "it was invited in January";
  Question months;
  months.over = Period::kMonth;
  const Asked rows = ask(kRate, life, months);
  ASSERT_EQ(rows.answer.rows.size(), 1u);
  EXPECT_EQ(rows.number("value"), 100);
}

TEST(ResponseRate, ManyOpenInvitationsAreMatchedInTime) {
  Fixture life;
  const size_t count = 20'000;  // Looking through all pairs would take a minute.
  for (size_t i = 0; i < count; ++i) invite(life, "anna", "01-01", {{"question", "q1"}});
  for (size_t i = 0; i < count; ++i) answer(life, "anna", "01-02", {{"question", "q2"}});
  answer(life, "anna", "01-03", {{"question", "q1"}});
  const FixtureQuestion asked(kRate, life.snapshot(), with({}));
  const Table table = table_of(*asked.answer());
  EXPECT_EQ(number(table, "", "answered"), 1);
  EXPECT_EQ(number(table, "", "n"), static_cast<int64_t>(count));
  EXPECT_EQ(number(table, "", "uninvited"), static_cast<int64_t>(count));
}

TEST(ResponseRate, AnAnswerBelongsToTheInvitationThatItNames) {
  Fixture life;
  invite(life, "anna", "01-01", {{"channel", "email"}, {"properties.invitation", "i1"}});
  invite(life, "anna", "01-05", {{"channel", "chat"}, {"properties.invitation", "i2"}});
  answer(life, "anna", "01-06", {{"properties.invitation", "i2"}});
  answer(life, "anna", "01-06", {{"kind", "csat"}, {"properties.invitation", "i2"}});
  Question by_channel;
  by_channel.by = {"channel"};
  const Table table = table_of(ask(kRate, life, by_channel).answer);
  EXPECT_EQ(number(table, "email", "answered"), 0) << "the earlier one stays open";
  EXPECT_EQ(number(table, "chat", "answered"), 1);
  EXPECT_EQ(ask(kRate, life).number("uninvited"), 0) << "further answers of the same page were invited, too";
  answer(life, "anna", "01-07");
  EXPECT_EQ(ask(kRate, life).number("answered"), 2) << "an answer that names nothing goes to the one that is open";
  answer(life, "anna", "01-08", {{"properties.invitation", "of another tool"}});
  answer(life, "anna", "03-08", {{"properties.invitation", "i2"}});
  EXPECT_EQ(ask(kRate, life).number("uninvited"), 2) << "one that nobody sent, and one that came too late";
}

// Slowly: each invitation in turn looks through all answers.
TEST(ResponseRate, EqualsItsTwinOnRandomLives) {
  for (uint64_t seed = 1; seed <= 60; ++seed) {
    const RandomLife random(seed + 3000, seed * 4, false);
    const Fixture life = random.fixture();
    for (const std::string kind : {"", "nps"}) {
      for (const int days : {3, 30}) {
        int64_t asked_count = 0;
        int64_t answered = 0;
        int64_t uninvited = 0;
        const Micros from = kLifeStart + 20 * kDay;
        const Micros to = kLifeStart + 60 * kDay;
        for (const auto& person : random.persons([&](const LifeEvent& event) {
               return event.has("kind") && (kind.empty() || event.field("kind") == kind);
             })) {
          std::vector<bool> taken(person.size());
          const auto name = [&](size_t i) { return person[i].field("properties.invitation"); };
          const auto invites = [&](size_t i, size_t k) {
            return !person[i].has("answer") && !name(i).empty() && name(i) == name(k);
          };
          const auto is_named = [&](size_t k) {
            for (size_t i = 0; i < person.size(); ++i) {
              if (invites(i, k)) return true;
            }
            return false;
          };
          std::vector<bool> answers_named(person.size());
          for (size_t i = 0; i < person.size(); ++i) {
            for (size_t k = i + 1; k < person.size() && !answers_named[i]; ++k) {
              if (!invites(i, k) || !person[k].has("answer") || taken[k]) continue;
              answers_named[i] = taken[k] = person[k].time <= person[i].time + days * kDay;
            }
          }
          for (size_t k = 0; k < person.size(); ++k) {
            if (!person[k].has("answer")) continue;
            for (size_t i = 0; i < k; ++i) {
              if (invites(i, k) && person[k].time <= person[i].time + days * kDay) taken[k] = true;
            }
          }
          for (size_t i = 0; i < person.size(); ++i) {
            if (person[i].has("answer")) continue;
            bool found = answers_named[i];
            for (size_t k = i + 1; k < person.size() && !found; ++k) {
              if (is_named(k)) continue;
              const std::string asks = person[i].field("question");
              const std::string says = person[k].field("question");
              found = person[k].has("answer") && !taken[k] && person[k].field("kind") == person[i].field("kind") &&
                      (asks.empty() || says.empty() || asks == says) && person[k].time <= person[i].time + days * kDay;
              if (found) taken[k] = true;
            }
            const bool in_range = person[i].time >= from && person[i].time < to;
            asked_count += in_range;
            answered += in_range && found;
          }
          for (size_t k = 0; k < person.size(); ++k) {
            uninvited += person[k].has("answer") && !taken[k] && person[k].time >= from && person[k].time < to;
          }
        }
        Question question = with({{"within", std::to_string(days) + "d"}});
        if (!kind.empty()) question.parameters["kind"] = {kind};
        question.from = "2026-01-21";
        question.to = "2026-03-02";
        const Asked asked = ask(kRate, life, question);
        ASSERT_EQ(asked.number("n"), asked_count) << seed;
        EXPECT_EQ(asked.number("answered"), answered) << seed;
        EXPECT_EQ(asked.number("uninvited"), uninvited) << seed;
      }
    }
  }
}

}  // namespace
}  // namespace sojourn
