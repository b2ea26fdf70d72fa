<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
 <context>
  <name>VillagePlanner</name>
  <message>
   <source>1 Data</source>
   <translation>1 数据</translation>
  </message>
  <message>
   <source>2 Indicators</source>
   <translation>2 指标</translation>
  </message>
  <message>
   <source>3 Districts</source>
   <translation>3 片区</translation>
  </message>
  <message>
   <source>4 Control lines</source>
   <translation>4 管控</translation>
  </message>
  <message>
   <source>5 Review</source>
   <translation>5 评审</translation>
  </message>
  <message>
   <source>6 Results</source>
   <translation>6 成果</translation>
  </message>
  <message>
   <source>Cancelled; nothing was written.</source>
   <translation>已取消，未写入任何内容。</translation>
  </message>
  <message>
   <source>Catalogue {file} does not exist. Choose another file or leave it empty.</source>
   <translation>目录文件 {file} 不存在。请另选文件或留空。</translation>
  </message>
  <message>
   <source>Catalogue {file} gives the entry {name} twice in one place. Keep one of them.</source>
   <translation>目录文件 {file} 在同一处重复给出条目 {name}。请只保留一个。</translation>
  </message>
  <message>
   <source>Catalogue {file} is not UTF-8 text. Save it as UTF-8 and run again.</source>
   <translation>目录文件 {file} 不是 UTF-8 文本。请另存为 UTF-8 编码后重新运行。</translation>
  </message>
  <message>
   <source>Catalogue {file} is not valid JSON at line {line}, column {column} ({reason}). Mend that place and run again.</source>
   <translation>目录文件 {file} 第 {line} 行第 {column} 列不是有效的 JSON（{reason}）。请修改该处后重新运行。</translation>
  </message>
  <message>
   <source>Catalogue {file}, at {place}: {reason}. Mend that entry and run again.</source>
   <translation>目录文件 {file} 的 {place} 处：{reason}。请修改该条目后重新运行。</translation>
  </message>
  <message>
   <source>Folder {path} does not exist. Create it or choose another.</source>
   <translation>文件夹 {path} 不存在。请新建该文件夹或另选一个。</translation>
  </message>
  <message>
   <source>Layer {layer} has no coordinate reference system. Set it in the layer's properties (or save the layer with one), then run again.</source>
   <translation>图层 {layer} 没有坐标参考系。请在图层属性中设置坐标系（或另存为带坐标系的图层）后重新运行。</translation>
  </message>
  <message>
   <source>Layer {layer} has no features. Choose another layer or clear its filter.</source>
   <translation>图层 {layer} 没有要素。请另选图层或清除其筛选条件。</translation>
  </message>
  <message>
   <source>Layer {layer} has no field {field}. Choose one of: {fields}.</source>
   <translation>图层 {layer} 没有字段 {field}。可选字段：{fields}。</translation>
  </message>
  <message>
   <source>Not enough memory. Close other programs, or run the work township by township.</source>
   <translation>内存不足。请关闭其他程序，或分乡镇运行。</translation>
  </message>
  <message>
   <source>Output {layer} could not be written ({reason}). Check free disk space and write permission.</source>
   <translation>输出 {layer} 写入失败（{reason}）。请检查磁盘空间和写入权限。</translation>
  </message>
  <message>
   <source>Plan (number or name; empty: the current plan)</source>
   <translation>方案（编号或名称；留空为当前方案）</translation>
  </message>
  <message>
   <source>Planning database</source>
   <translation>规划数据库</translation>
  </message>
  <message>
   <source>Planning database (*.gpkg)</source>
   <translation>规划数据库 (*.gpkg)</translation>
  </message>
  <message>
   <source>Python packages are missing: {packages}. The README, section “Without internet”, tells how to add them.</source>
   <translation>缺少 Python 程序包：{packages}。安装方法见 README“离线安装”一节。</translation>
  </message>
  <message>
   <source>Reading {layer} …</source>
   <translation>正在读取 {layer} …</translation>
  </message>
  <message>
   <source>Seed</source>
   <translation>随机种子</translation>
  </message>
  <message>
   <source>The disk is full; {path} was not written. Free some space.</source>
   <translation>磁盘已满，{path} 未写入。请清理磁盘空间。</translation>
  </message>
  <message>
   <source>The same input and the same seed give the same result.</source>
   <translation>输入与种子相同，结果即相同。</translation>
  </message>
  <message>
   <source>Unexpected error ({kind}: {text}). The log panel “Village Planner” has the details; please send them to us.</source>
   <translation>出现意外错误（{kind}：{text}）。详情见日志面板“Village Planner”，请反馈给我们。</translation>
  </message>
  <message>
   <source>Village Planner</source>
   <translation>村庄规划</translation>
  </message>
  <message>
   <source>Village Planner – county village planning</source>
   <translation>村庄规划——县域村庄规划</translation>
  </message>
  <message>
   <source>must be of type {wanted}</source>
   <translation>类型应为 {wanted}</translation>
  </message>
  <message>
   <source>unknown entry {names}</source>
   <translation>未知条目 {names}</translation>
  </message>
  <message>
   <source>{names} is missing</source>
   <translation>缺少 {names}</translation>
  </message>
  <message>
   <source>{path} cannot be written: the folder is read-only or the file is open in another program. Close it or choose another folder.</source>
   <translation>无法写入 {path}：文件夹为只读，或文件正被其他程序打开。请关闭该文件或另选文件夹。</translation>
  </message>
  <message>
   <source>{path}: {reason}</source>
   <translation>{path}：{reason}</translation>
  </message>
  <message>
   <source>{value} breaks the rule {rule}: {wanted}</source>
   <translation>{value} 不符合规则 {rule}：{wanted}</translation>
  </message>
  <message>
   <source>{value} is not one of {choices}</source>
   <translation>{value} 不在可选值之内（{choices}）</translation>
  </message>
 </context>
</TS>
