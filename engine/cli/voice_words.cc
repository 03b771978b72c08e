#include "cli/command_line.h"

namespace sojourn {
namespace {

void add_filter_words(CLI::App* sub, VoiceOptions& words) {
  sub->add_option("--where", words.where, "Only comments that pass this filter (docs/formats/filter.md)");
  sub->add_option("--from", words.from, "First moment; in");
  sub->add_option("--to", words.to, "Last moment; out");
  sub->add_option("--zone", words.zone, "Time zone of --from and --to (default: UTC)");
}

void add_phrase_words(CLI::App* sub, VoiceOptions& words) {
  sub->add_option("phrase", words.text, "The phrase, in capitals or not")->required();
  sub->add_option("--language", words.language, "Only in this language, as en or nl (default: in any)");
}

}  // namespace

void CommandLine::add_voice_reading(CLI::App* group) {
  VoiceOptions& words = voice_;
  CLI::App* sub = command(group, "status", "What comments are judged by, and how well",
                          [this] { return run_voice_status(folder_, voice_); });
  add_format(sub, words.format);

  sub = command(group, "comments", "What customers wrote, newest first, with language, sentiment and topic",
                [this] { return run_voice_comments(folder_, voice_); });
  add_filter_words(sub, words);
  sub->add_flag("--evidence", words.evidence, "With the words that made it so");
  sub->add_option("--before", words.before, "The next page: as the page before says at its end");
  sub->add_option("--limit", words.limit, "How many (default 20)")->check(CLI::Range(1, 200));
  add_format(sub, words.format);
  sub->footer(
      "Examples:\n"
      "  sojourn voice comments --where 'voice.sentiment = \"negative\"' --evidence\n"
      "  sojourn voice comments --where 'voice.topic = \"delivery, late\" and kind = \"nps\"' --from 2026-11-01");

  sub = command(group, "phrases", "Phrases that some comments have more often than others",
                [this] { return run_voice_phrases(folder_, voice_); });
  add_filter_words(sub, words);
  sub->add_option("--against", words.against, "The others (default: all that --where leaves out)");
  sub->add_option("--limit", words.limit, "How many (default 20)")->check(CLI::Range(1, 200));
  add_format(sub, words.format);
  sub->footer("Example: sojourn voice phrases --where 'kind = \"nps\" and answer <= 6'");

  sub = command(group, "explain", "One text as the data folder judges it, and the words that made it so",
                [this] { return run_voice_explain(folder_, voice_); });
  sub->add_option("text", words.text, "The text")->required();
  sub->add_option("--language", words.language, "Its language, as en or nl; otherwise it is found out");
  add_format(sub, words.format);
  sub->footer(
      "Example: sojourn voice explain 'The room was not clean, but the staff were lovely'\n"
      "Without a data folder: sojourn text explain.");
}

void CommandLine::add_voice_learning(CLI::App* group) {
  VoiceOptions& words = voice_;
  CLI::App* sub = command(group, "train", "Learn sentiment from comments that came with a score",
                          [this] { return run_voice_train(folder_, voice_); });
  add_format(sub, words.format);
  sub->footer(
      "Each comment is judged by a model that has not learned from it, so what is said of history is as honest as "
      "what\n"
      "is said of new comments. A model that does worse than the one before is not taken. The server does this by "
      "itself\n"
      "when comments have grown by a fifth, and so does an import.\n"
      "Example: sojourn voice train --format json");
  sub = command(group, "rescore", "Judge history anew by what is known now; what is judged already stays so",
                [this] { return run_voice_rescore(folder_, voice_); });
  sub->footer("When it is stopped, the next one goes on where it was.");

  CLI::App* topics = group->add_subcommand("topics", "What comments are about");
  topics->require_subcommand(1);
  sub = command(topics, "list", "Topics and their words", [this] { return run_voice_topics(folder_, voice_); });
  add_format(sub, words.format);
  sub->footer("How many comments each has: sojourn ask topics");
  sub = command(topics, "refit", "Find the topics anew; those that are still there keep their number and name",
                [this] { return run_voice_refit(folder_, voice_); });
  sub->add_option("--topics", words.count, "How many of each language (default: as many as suit)")
      ->check(CLI::Range(0, 100));
  sub = command(topics, "name", "Give a topic a name that stays", [this] { return run_voice_name(folder_, voice_); });
  sub->add_option("id", words.id, "Number of the topic (sojourn voice topics list)")->required();
  sub->add_option("name", words.name, "The name")->required();
  sub = command(topics, "join", "Put a topic under the name of another, as of one theme in two languages",
                [this] { return run_voice_join(folder_, voice_); });
  sub->add_option("id", words.id, "Number of the topic that gives the name")->required();
  sub->add_option("other", words.other, "Number of the topic that takes it")->required();
  sub->footer(
      "All figures count the two as one. A name of its own parts them again.\n"
      "Example: sojourn voice topics join 3 17\n"
      "         sojourn voice topics name 17 Lieferung");
  sub = command(topics, "pin", "Keep a topic of these words", [this] { return run_voice_pin(folder_, voice_); });
  sub->add_option("name", words.name, "Its name")->required();
  sub->add_option("words", words.words, "Words or phrases, in one language or several")->required();
  sub->footer("Example: sojourn voice topics pin parking parking 'parking lot' parkeren Parkplatz");
  sub = command(topics, "unpin", "Let a topic go again", [this] { return run_voice_unpin(folder_, voice_); });
  sub->add_option("id", words.id, "Number of the topic")->required();
}

void CommandLine::add_voice() {
  CLI::App* group = app_.add_subcommand("voice", "What customers say: comments, topics, corrections, learning");
  group->require_subcommand(1);
  add_voice_reading(group);
  add_voice_learning(group);

  VoiceOptions& words = voice_;
  CLI::App* sub = command(group, "correct", "Say how a phrase feels; shows what would change before it is saved",
                          [this] { return run_voice_correct(folder_, voice_); });
  add_phrase_words(sub, words);
  sub->add_option("--as", words.sentiment, "positive, neutral or negative")->required();
  sub->add_flag("--yes", words.yes, "Save it, and judge history anew");
  add_format(sub, words.format);
  sub->footer(
      "Examples:\n"
      "  sojourn voice correct 'a killer feature' --as positive --language en\n"
      "  sojourn voice correct 'a killer feature' --as positive --language en --yes");
  CLI::App* corrections = group->add_subcommand("corrections", "Phrases whose feeling was said by hand");
  corrections->require_subcommand(1);
  sub = command(corrections, "list", "All of them", [this] { return run_voice_corrections(folder_, voice_); });
  add_format(sub, words.format);
  sub = command(corrections, "remove", "Take one back, and judge history anew",
                [this] { return run_voice_uncorrect(folder_, voice_); });
  add_phrase_words(sub, words);
}

}  // namespace sojourn
