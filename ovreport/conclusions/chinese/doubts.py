"""Chinese words for reasons to distrust."""

from __future__ import annotations

from ovreport.analysis.results import DoubtKind
from ovreport.conclusions.sentences.doubts import DoubtPhrases, Doubts

DOUBTS = Doubts(
    only="这个配置",
    both="所有配置",
    every="所有配置",
    some="{n}个配置",
    between="；",
    last="；",
    every_noisy="每个配置都受影响",
    some_noisy="{where}",
    rises="上升",
    falls="下降",
    only_trial="唯一一次测量出现台阶",
    all_trials="全部{of}次测量都出现台阶",
    some_trials="{of}次测量中有{n}次",
    all_of_it="全部",
    most_modes="最多 {n} ",
    failures={
        "no-device": "没有设备",
        "model": "网络无法使用",
        "compile": "编译失败",
        "crash": "进程崩溃",
        "timeout": "超时",
        "memory": "内存不足",
        "inference": "推理出错",
    },
    settings={
        "": "设置",
        "device": "设备",
        "precision": "精度",
        "rest": "INT8 以外的精度",
        "streams": "stream 数",
        "threads": "线程数",
        "property": "属性",
    },
    left_out={
        "openvino": "它们是用 OpenVINO {was} 测的，这里用的是 {now}。",
        "inputs": "它们的输入文件后来改了（SHA-256 {was}，这里是 {now}）。",
        "network": "它们测的是{network}的另一个文件（SHA-256 {was}，这里是 {now}）。",
        "measure": "它们的测量方式不同（{was}；这里是 {now}）。",
        "cell": "它们的配置已经不在实验文件里。",
    },
    margins={"default": "默认值", "experiment": "实验文件自己定的"},
    phrases={
        DoubtKind.FAILED: DoubtPhrases(
            "有些测量失败了。",
            "{trials}次测量中有{failed}次失败（{where}），原因：{kind}。",
            "看失败行里的提示，先消除原因；改过的配置下次会补测，没改的用“--rerun”重测。",
        ),
        DoubtKind.SUSPEND: DoubtPhrases(
            "测量期间主机休眠过。", "{where}的测量中，最长有{seconds}处于休眠。", "关闭休眠，重测这几次。"
        ),
        DoubtKind.STANDSTILL: DoubtPhrases(
            "测量中途停顿过。",
            "第{round}轮有一次推理（或到下一次推理的间隔）用了{seconds}，而平时只要{usual}（{where}）；它照常计入。",
            "测量时不要挂起程序，也不要让机器休眠；用“--rerun”重新测量。",
        ),
        DoubtKind.CLOCK: DoubtPhrases(
            "测量期间系统时钟被调整过。",
            "有{n}个延迟（{share}）与记录程序自己的时钟矛盾；它们照常显示，但不计入任何平均值。",
            "测量时关闭时间同步。",
        ),
        DoubtKind.NOT_NUMBERS: DoubtPhrases(
            "输出里有不是数值的值。",
            "{where}的输出中，{of}个值里最多有{n}个是 NaN 或无穷大。",
            "检查是否溢出：用 FP32 计算，或输入与训练时大小相当的数据。",
        ),
        DoubtKind.OUTPUTS: DoubtPhrases(
            "各配置算出的结果并不都一样。",
            "同样的输入，{where}的输出最多相差{share}（相对于该输出的最大值）。",
            "先核对这些配置的准确率，再看速度。",
        ),
        DoubtKind.SATURATED: DoubtPhrases(
            "输出已经饱和。",
            "{where}中，输出“{output}”有 {share} 的值（或得分）停在两端的 0 或 1，或不是有限的数："
            "一致说明不了什么，不一致也可能只是越过了某个阈值。",
            "用“inputs”给网络它所期望的输入。",
        ),
        DoubtKind.STATEFUL: DoubtPhrases(
            "网络在推理之间保留状态。",
            "{where}的每次推理都接着前面的推理进行；结果可能取决于推理了多少次，也就是测量了多久。",
            "除非要测的正是这个，否则用“state: reset”。",
        ),
        DoubtKind.DENORMALS: DoubtPhrases(
            "输出里有非规格化数。",
            "{where}的 FP32、FP64 输出值中最多占{share}；中间各层没有检查。有些处理器处理这类数要慢很多倍。",
            "打开 CPU_DENORMALS_OPTIMIZATION，或换用数值正常的权重和输入。",
        ),
        DoubtKind.THROTTLED: DoubtPhrases(
            "处理器降频了。", "{where}的测量中记录到{n}次降频。", "改善散热，或者在各轮之间留出停顿。"
        ),
        DoubtKind.QUOTA: DoubtPhrases(
            "CPU 配额限制了测量。",
            "控制组（cgroup）只给了{granted}个处理器；{where}运行时，有{n}个调度周期把配额用完，进程共等待了{seconds}。",
            "提高配额（docker 用 --cpus），或者在没有配额的环境里测量。",
        ),
        DoubtKind.FEW_ROUNDS: DoubtPhrases(
            "轮次偏少。",
            "只测了{rounds}轮，多测几轮置信区间会更窄；只有一两轮的数值不给区间。",
            "至少测{wanted}轮。",
        ),
        DoubtKind.UNEQUAL_ROUNDS: DoubtPhrases(
            "有的配置缺少轮次。",
            "共{rounds}轮，{where}没有测全，最少只有{n}轮。",
            "再运行一次，只会补测缺少的部分。",
        ),
        DoubtKind.SINGLE_SESSION_SPLIT: DoubtPhrases(
            "有的轮次是分几次测完的。",
            "{of}轮中有{n}轮如此，各配置在时间上并不相邻，比值里混入了其间的变化。",
            "把这几轮一口气重测一遍。",
        ),
        DoubtKind.FALLBACK: DoubtPhrases(
            "请求的{what}与实际生效的不一致。",
            "请求{asked}，实际{given}（{where}）。",
            "这些行按实际生效的{what}来读，或者换一台支持的设备。",
        ),
        DoubtKind.EMULATED: DoubtPhrases(
            "有一种精度是模拟执行的。",
            "设备不支持{precision}，改用其他方式计算（{where}）。",
            "不要把这里的速度套用到真正支持它的设备上。",
        ),
        DoubtKind.FLOOR: DoubtPhrases(
            "记录程序本身占了一部分时间。",
            "{where}中，记录程序和请求队列本身最多占去相邻两次完成之间时间的{share}。",
            "换更大的网络或 batch，或者把吞吐量看作下限。",
        ),
        DoubtKind.STEAL: DoubtPhrases(
            "这台机器是共享的。",
            "{where}的测量中，虚拟机监控程序最多把{share}的 CPU 时间分给了别人。",
            "多测几轮，或者换一台独占的主机。",
        ),
        DoubtKind.OWN_CPU: DoubtPhrases(
            "测量工具自己占用了 CPU。",
            "{where}运行时，调度进程和等待中的进程最多占一个处理器的{share}。",
            "改用“whole”调度方式，或者减少同时测量的配置。",
        ),
        DoubtKind.LOAD: DoubtPhrases(
            "机器并不空闲。", "第一次测量之前，系统平均负载为{load}。", "关掉其他程序，或者多测几轮。"
        ),
        DoubtKind.DRIFT: DoubtPhrases(
            "延迟在测量过程中有漂移。",
            "各轮平均，从头到尾最多{moves}{share}（{where}）。",
            "加长预热，并查看温度和频率。",
        ),
        DoubtKind.SHIFT: DoubtPhrases(
            "有些测量中途出现了台阶。",
            "{trials}，最大{change}（{where}）。",
            "看延迟随时间变化的图；多测几轮。",
        ),
        DoubtKind.MODES: DoubtPhrases(
            "延迟呈多峰分布。",
            "{where}的多数轮次里有{modes}个峰。",
            "看分布，不要只看平均值；如果各峰对应不同类型的核，可以绑核。",
        ),
        DoubtKind.OUTLIERS: DoubtPhrases(
            "离群的请求较多。",
            "{where}中最多占{share}；它们照常计入和显示，没有剔除。",
            "让机器安静下来，或者在平均值之外再看百分位。",
        ),
        DoubtKind.NOISY: DoubtPhrases(
            "各轮之间的水平不稳。",
            "标准差最大达到{share}（{scope}）；同一轮内的比值要稳得多。",
            "多看比值，少看绝对数值，或者换一台安静的主机。",
        ),
        DoubtKind.MEMORY: DoubtPhrases(
            "各轮的水平带着上一轮的痕迹。",
            "{rounds}轮中，各配置在一轮里的高低到下一轮还在，相关系数为 {correlation}（p 为 {p}）。"
            "这样的轮次不是独立的重复：区间偏短，“有差别”的判定偏多。",
            "把各轮隔得更远，分几次或分几天测量。",
        ),
        DoubtKind.NO_SPREAD: DoubtPhrases(
            "有些比值每一轮都分毫不差。",
            "{rounds}轮的比值完全相同（{where}）。真实的时钟做不到这一点，所以不据此下结论。",
            "查一查这些记录的来源。",
        ),
        DoubtKind.SHORT_SLICES: DoubtPhrases(
            "有的配置时间片太短。",
            "{where}的一个时间片里，每路最少只有{n}个计数请求，首尾的影响偏大。",
            "加长时间片。",
        ),
        DoubtKind.NEIGHBOURS: DoubtPhrases(
            "轮流测量本身有代价。",
            "{where}在其他配置之后的时间片里，单次推理比紧接着的第二个时间片最多慢{share}：缓存被其他配置占用过。"
            "涉及它的区间和判定已按此放宽。",
            "加长时间片，或者改用“whole”调度方式。",
        ),
        DoubtKind.FREQUENCY: DoubtPhrases(
            "处理器的频率有变化。",
            "各轮测量刚结束时，频率在 {lowest} 到 {highest} MHz 之间。",
            "固定频率，给机器降温，或者引用比值而不是绝对数值。",
        ),
        DoubtKind.PERCENTILES: DoubtPhrases(
            "推理次数不足以给出靠后的百分位。",
            "{percentile}至少需要{needed}次有效推理，{where}没有达到，最少只有{n}次。",
            "如果关心{percentile}，就测得更久一些。",
        ),
        DoubtKind.NO_FREQUENCY: DoubtPhrases(
            "没有记录频率。",
            "主机不提供频率读数，所以对睿频和过热降频不作结论。",
            "换一台能读到频率的主机，用“whole”调度方式测量。",
        ),
        DoubtKind.NO_FLOOR: DoubtPhrases(
            "本机的本底噪声未知。",
            "{share}的界限是{source}，不是本机把同一个配置起两个名字实测出来的。",
            "在本机运行一次“ovreport aa”。",
        ),
        DoubtKind.LEFT_OUT: DoubtPhrases(
            "有{n}份记录没有采用。",
            "{why}",
            "留着或移走都可以，本页的结论与它们无关。",
        ),
        DoubtKind.UNREADABLE: DoubtPhrases(
            "有{files}个文件无法使用。", "第一个是{path}：{reason}", "删除或替换它，再运行一次。"
        ),
    },
)
