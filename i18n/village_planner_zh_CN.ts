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
   <source>Algorithm {name} is missing from the toolbox.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>An input changed after this was computed: run it again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Bring in your layers first.</source>
   <translation type="unfinished" />
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
   <source>Catalogue {file}, at {place}: {values} listed more than once. Keep one of each.</source>
   <translation>目录文件 {file} 的 {place} 处：{values} 重复列出。每项请只保留一个。</translation>
  </message>
  <message>
   <source>Catalogue {file}: indicator {code} is in group {group}, which is not listed. Choose one of: {groups}.</source>
   <translation>目录文件 {file}：指标 {code} 所属分组 {group} 未列出。可选分组：{groups}。</translation>
  </message>
  <message>
   <source>Check the data before you plan on it.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>District {district} belongs to township district {parent}, but {units} lies in {other}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>District {district} has no unit.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>District {district} is broken: {units} is cut off from the rest.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>District {district} is locked. Unlock it in the table, then move the units.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw the districts first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Draw the township districts first.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>File {path} does not exist. Choose a planning database made by importcounty.</source>
   <translation type="unfinished" />
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
   <source>Now choose the central towns and central villages.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Now draw the village districts.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Output {layer} could not be written ({reason}). Check free disk space and write permission.</source>
   <translation>输出 {layer} 写入失败（{reason}）。请检查磁盘空间和写入权限。</translation>
  </message>
  <message>
   <source>Overlay the parcels with the control lines.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Plan (number or name; empty: the current plan)</source>
   <translation>方案（编号或名称；留空为当前方案）</translation>
  </message>
  <message>
   <source>Planner</source>
   <translation type="unfinished" />
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
   <source>Review districts</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Score the townships to rank them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>Seed</source>
   <translation>随机种子</translation>
  </message>
  <message>
   <source>Select units that are not yet in district {district}, then move them.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The algorithm could not be prepared.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The county has no control lines yet: import them with the data.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The county has no indicator values yet: import the statistics.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The disk is full; {path} was not written. Free some space.</source>
   <translation>磁盘已满，{path} 未写入。请清理磁盘空间。</translation>
  </message>
  <message>
   <source>The plan changed after it was printed: print again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The review dock names each and goes there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>The same input and the same seed give the same result.</source>
   <translation>输入与种子相同，结果即相同。</translation>
  </message>
  <message>
   <source>The work stopped without saying why.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no district {district} in this plan.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>There is no unit with code {code} at this level.</source>
   <translation type="unfinished" />
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
   <source>Village Planner: the county's desk</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>must be of type {wanted}</source>
   <translation>类型应为 {wanted}</translation>
  </message>
  <message>
   <source>no control lines yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no districts yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no layers yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no moves by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>no values yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>not printed yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>nothing to review yet</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>printed {date}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>printed {date}, out of date</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>unknown entry {names}</source>
   <translation>未知条目 {names}</translation>
  </message>
  <message>
   <source>{conflicts} conflicts open</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} broken rules</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} findings are errors: mend them in your layers and import again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} rules are broken: see the review dock.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} units have no district: see the review dock.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{count} villages of {township} still lie in village districts of another township district than {district}: draw the village districts there again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{indicators} indicators, not scored</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{indicators} indicators, weights of {date}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{lines} lines, not overlaid</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{lines} lines, {area} km²</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{moves} moves by hand</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{names}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{names} and {count} more</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{names} is missing</source>
   <translation>缺少 {names}</translation>
  </message>
  <message>
   <source>{path} cannot be opened. Check that you may read it and that its folder is reachable.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} cannot be written: the file or its folder is read-only. Copy it to a folder of your own.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} cannot be written: the folder is read-only or the file is open in another program. Close it or choose another folder.</source>
   <translation>无法写入 {path}：文件夹为只读，或文件正被其他程序打开。请关闭该文件或另选文件夹。</translation>
  </message>
  <message>
   <source>{path} exists already.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} is being written by another program. Save or close it there, then run again.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} is not a planning database. Choose a file made by importcounty.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} was made by a newer Village Planner (schema {found}, this plugin knows {known}). Update the plugin.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path} was made by an older Village Planner (schema {found}) and must be updated, but may not be written. Copy it to a folder of your own and open it there.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{path}: {reason}</source>
   <translation>{path}：{reason}</translation>
  </message>
  <message>
   <source>{townships} + {villages}</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{townships} + {villages}, population within {deviation} %</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{units} has no district.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{units} lies in township district {parent}; district {district} belongs to township district {other}. A village district never crosses a township district: move the township first, or choose a district of {parent}.</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{value} breaks the rule {rule}: {wanted}</source>
   <translation>{value} 不符合规则 {rule}：{wanted}</translation>
  </message>
  <message>
   <source>{value} is not one of {choices}</source>
   <translation>{value} 不在可选值之内（{choices}）</translation>
  </message>
  <message>
   <source>{villages} villages, not checked</source>
   <translation type="unfinished" />
  </message>
  <message>
   <source>{villages} villages, {findings} findings</source>
   <translation type="unfinished" />
  </message>
 </context>
</TS>
