// Short comments a second on one core: tokens, language, sentiment by rules and by a learned model, and the whole; beside
// fastText of Debian and VADER's Python, where they are installed, on the same texts in the same run.
//   sojourn_text_bench [FILE]
// FILE holds a comment a line; without one, the hand-written sentences of engine/text/data are used many times over.
// Every figure is the best of 5 runs, in processor time of this thread; fastText's is that of its process without loading.
#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "base/disk.h"
#include "base/hash.h"
#include "must.h"
#include "text/evaluation.h"

namespace sojourn::bench {
namespace {

double processor_seconds() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

struct Comments {
  std::vector<std::string> texts;
  size_t bytes = 0;
};

Comments read_comments(const std::string& path) {
  const std::string file = must(read_file(path));
  Comments comments;
  const bool own = path.ends_with("test.sentences");
  for (size_t at = 0; at < file.size();) {
    const size_t end = std::min(file.find('\n', at), file.size());
    std::string line = file.substr(at, end - at);
    at = end + 1;
    if (own && line[0] == '#') continue;
    if (own) line = line.substr(line.rfind('\t') + 1);
    if (!line.empty()) comments.texts.push_back(line);
  }
  if (comments.texts.empty()) fail("no comments in " + path);
  for (size_t i = 0; comments.texts.size() < 20'000; ++i) comments.texts.push_back(comments.texts[i]);
  for (const std::string& text : comments.texts) comments.bytes += text.size();
  return comments;
}

// Labels by a coin that leans on the text: enough for a model that costs what a real one costs.
LinearModel train_some(const Comments& comments, double& seconds) {
  std::vector<LabelledText> texts;
  for (size_t i = 0; texts.size() < 50'000; ++i) {
    const std::string& text = comments.texts[i % comments.texts.size()];
    const uint64_t hash = hash64(text);
    texts.push_back(
        {text + " " + std::to_string(i), std::string(sentiment_name(static_cast<Sentiment>(hash % 3))), "en"});
  }
  const auto begin = std::chrono::steady_clock::now();
  TrainingReport report = must(train_model(texts, "", nullptr, {"bench", "made up", "ours"}));
  seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  return std::move(report.model);
}

void measure(const char* name, const Comments& comments, const std::function<void(const std::string&)>& work) {
  double best = 1e300;
  for (int run = 0; run < 5; ++run) {
    const double begin = processor_seconds();
    for (const std::string& text : comments.texts) work(text);
    best = std::min(best, processor_seconds() - begin);
  }
  const auto count = static_cast<double>(comments.texts.size());
  std::printf("%-44s %10.0f comments/s %8.1f MB/s\n", name, count / best,
              static_cast<double>(comments.bytes) / best / 1e6);
}

// Processor time of a command and its children, so that a busy machine wrongs nobody; 0 when it fails.
double run_seconds(const std::string& command) {
  const auto spent = [] {
    rusage usage{};
    getrusage(RUSAGE_CHILDREN, &usage);
    const auto seconds = [](const timeval& time) {
      return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
  };
  const double begin = spent();
  if (std::system(command.c_str()) != 0) return 0;
  return spent() - begin;
}

// fastText trains on the same labels and then predicts once for one comment and once for all: the difference is its rate.
void measure_fasttext(const Comments& comments) {
  if (std::system("command -v fasttext >/dev/null 2>&1") != 0) {
    std::printf("%-44s not installed (apt-get install fasttext)\n", "fastText");
    return;
  }
  const std::string folder = "/tmp/sojourn-text-bench-" + std::to_string(static_cast<long>(std::time(nullptr)));
  std::string labelled, plain;
  for (const std::string& text : comments.texts) {
    labelled += "__label__" + std::to_string(hash64(text) % 3) + " " + text + "\n";
    plain += text + "\n";
  }
  if (!make_folders(folder).ok() || !write_file_atomic(folder + "/train", labelled).ok() ||
      !write_file_atomic(folder + "/all", plain).ok() ||
      !write_file_atomic(folder + "/one", comments.texts[0] + "\n").ok()) {
    fail("cannot write to " + folder);
  }
  for (const auto& [name, options] :
       {std::pair("fastText, words 1-2", "-wordNgrams 2"),
        std::pair("fastText, words 1-2 and chars 2-5", "-wordNgrams 2 -minn 2 -maxn 5")}) {
    const std::string in = "cd " + folder + " && fasttext ";
    run_seconds(in + "supervised -input train -output m -thread 1 -epoch 2 -bucket 1000000 -dim 20 " + options +
                " >/dev/null 2>&1");
    double one = 1e300, all = 1e300;
    for (int run = 0; run < 3; ++run) {
      one = std::min(one, run_seconds(in + "predict m.bin one >/dev/null"));
      all = std::min(all, run_seconds(in + "predict m.bin all >/dev/null"));
    }
    const double taken = std::max(all - one, 1e-9);
    std::printf("%-44s %10.0f comments/s %8.1f MB/s\n", name, static_cast<double>(comments.texts.size()) / taken,
                static_cast<double>(comments.bytes) / taken / 1e6);
  }
  static_cast<void>(run_seconds("rm -r " + folder));
}

// VADER's own Python, where somebody has installed it: Debian has no package of it.
void measure_vader(const Comments& comments) {
  if (std::system("python3 -c 'import vaderSentiment' >/dev/null 2>&1") != 0) {
    std::printf("%-44s not installed (no Debian package; python3 -m pip install vaderSentiment)\n", "VADER, Python");
    return;
  }
  const std::string file = "/tmp/sojourn-text-bench-" + std::to_string(static_cast<long>(std::time(nullptr))) + ".txt";
  std::string plain;
  for (const std::string& text : comments.texts) plain += text + "\n";
  must(write_file_atomic(file, plain));
  const std::string script =
      "import sys,time; from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer as A; a=A(); "
      "t=open(sys.argv[1],encoding=\"utf-8\",errors=\"replace\").read().splitlines(); b=time.process_time(); "
      "[a.polarity_scores(x) for x in t]; print(\"%-44s %10.0f comments/s\" % (\"VADER, Python\", "
      "len(t)/(time.process_time()-b)), flush=True)";
  std::fflush(stdout);
  static_cast<void>(run_seconds("python3 -c '" + script + "' " + file));
  static_cast<void>(run_seconds("rm " + file));
}

void bench_text(const std::string& path) {
  const Comments comments = read_comments(path);
  std::printf("%zu comments, %.0f bytes each: %s\n", comments.texts.size(),
              static_cast<double>(comments.bytes) / static_cast<double>(comments.texts.size()), path.c_str());
  double seconds = 0;
  const LinearModel model = train_some(comments, seconds);
  std::printf("training on 50,000 comments: %.1f s (all cores, reading included)\n", seconds);
  Tokenizer tokenizer;
  FeatureReader features;
  std::vector<double> probabilities;
  measure("tokens and hashes", comments, [&](const std::string& text) { tokenizer.read(text); });
  measure("  + language", comments, [&](const std::string& text) {
    tokenizer.read(text);
    static_cast<void>(LanguageModel::built_in().identify(tokenizer));
  });
  measure("  + language + learned sentiment", comments, [&](const std::string& text) {
    tokenizer.read(text);
    static_cast<void>(LanguageModel::built_in().identify(tokenizer));
    static_cast<void>(model.choose(features.read(tokenizer), 0, probabilities));
  });
  TextReader reader(&model);
  measure("TextReader, learned model", comments,
          [&](const std::string& text) { static_cast<void>(reader.read(text)); });
  TextReader warm;
  measure("TextReader, warm start", comments, [&](const std::string& text) { static_cast<void>(warm.read(text)); });
  TextReader rules;
  rules.use_warm_starts(false);
  measure("TextReader, rules", comments, [&](const std::string& text) { static_cast<void>(rules.read(text)); });
  LanguageReader sentences(LanguageModel::built_in());
  measure("language of each sentence", comments,
          [&](const std::string& text) { static_cast<void>(sentences.identify_sentences(text)); });
  measure_fasttext(comments);
  measure_vader(comments);
}

}  // namespace
}  // namespace sojourn::bench

int main(int argc, char** argv) {
  if (argc > 2) sojourn::bench::fail("usage: sojourn_text_bench [FILE], a comment a line");
  sojourn::bench::bench_text(argc > 1 ? argv[1] : std::string(SOJOURN_SOURCE_DIR) + "/engine/text/data/test.sentences");
  return 0;
}
